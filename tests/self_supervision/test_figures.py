"""What the schemes of chapter 7 show, read back from what they drew, and held against the code."""

import matplotlib.pyplot as plt
import pytest
import torch
from matplotlib.patches import Rectangle
from torch.nn.functional import normalize

from notes.diagrams import require_room
from notes.self_supervision import study
from notes.self_supervision.contrastive import nt_xent
from notes.self_supervision.figures import pairs_of_a_batch
from notes.self_supervision.views import views


@pytest.fixture(autouse=True)
def _closed_figures():
    yield
    plt.close("all")


def kinds_and_tints(figure):
    """Of each cell of the square, row by row: what it is, and how dark."""
    tiles = [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)][:64]
    kinds = [tile.get_label() for tile in tiles]
    return [kinds[row : row + 8] for row in range(0, 64, 8)], torch.tensor(
        [tile.get_facecolor()[3] for tile in tiles], dtype=torch.float32
    ).view(8, 8)


def page_views():
    generator = torch.Generator().manual_seed(0)
    images = study.small_digits(generator).images[:4]
    return views(images, generator), views(images, generator)


def test_pairs_of_a_batch_are_those_of_the_loss():
    """NT-Xent at a temperature near zero is the gap between the most alike other view and the positive."""
    first, second = page_views()
    figure = pairs_of_a_batch(first, second)
    require_room(figure)
    kinds, tints = kinds_and_tints(figure)
    seen = normalize(torch.cat([first, second]).flatten(1))
    torch.testing.assert_close(tints + torch.eye(8), seen @ seen.T, atol=1e-5, rtol=0)
    for row, kind in enumerate(kinds):
        assert sorted(kind) == ["hardest negative", "itself", *["negative"] * 5, "positive"]
        positive, hardest = (tints[row, kind.index(name)] for name in ("positive", "hardest negative"))
        assert all(tints[row, place] <= hardest for place, name in enumerate(kind) if name == "negative")
        loss = 1e-3 * nt_xent(first.flatten(1), second.flatten(1), temperature=1e-3)[row]
        torch.testing.assert_close(loss, torch.maximum(hardest - positive, torch.tensor(0.0)), atol=2e-3, rtol=0)
