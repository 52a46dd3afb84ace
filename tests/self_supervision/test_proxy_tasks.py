import pytest
import torch

from notes.self_supervision.proxy_tasks import (
    NEIGHBOURS,
    distant_permutations,
    exemplars,
    jigsaw,
    patch_pairs,
    quarter_turns,
)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


IMAGES = torch.rand(40, 1, 14, 14, generator=generator(5))


def test_exemplars_label_each_copy_by_its_source() -> None:
    copies, labels = exemplars(IMAGES[:3], 2, generator(), strength=0.0)
    assert labels.tolist() == [0, 0, 1, 1, 2, 2]
    torch.testing.assert_close(copies, IMAGES[:3].repeat_interleave(2, dim=0))


def test_exemplars_refuse_no_copy() -> None:
    with pytest.raises(ValueError, match="`copies` must be at least 1, got 0"):
        exemplars(IMAGES, 0, generator())


def test_quarter_turns_are_undone_by_their_labels() -> None:
    turned, labels = quarter_turns(IMAGES, generator())
    assert set(labels.tolist()) == {0, 1, 2, 3}
    back = torch.stack(
        [torch.rot90(image, -int(label), dims=(1, 2)) for image, label in zip(turned, labels, strict=False)]
    )
    torch.testing.assert_close(back, IMAGES)


def test_patch_pairs_come_from_where_their_labels_say() -> None:
    pairs, labels = patch_pairs(IMAGES, generator(), gap=1)
    assert pairs.shape == (40, 2, 4, 4)
    assert set(labels.tolist()) == set(range(8))
    for image, pair, label in zip(IMAGES[:, 0], pairs, labels.tolist(), strict=False):
        row, column = NEIGHBOURS[label]
        torch.testing.assert_close(pair[0], image[5:9, 5:9])
        torch.testing.assert_close(pair[1], image[5 * row : 5 * row + 4, 5 * column : 5 * column + 4])


def test_patch_pairs_refuse_a_gap_that_leaves_nothing() -> None:
    with pytest.raises(ValueError, match="`gap` must be from 0 to 5, got 6"):
        patch_pairs(IMAGES, generator(), gap=6)


def test_distant_permutations_are_permutations_far_apart() -> None:
    chosen = distant_permutations(8, generator())
    assert (chosen.sort(dim=1).values == torch.arange(9)).all()
    distances = (chosen[:, None] != chosen).sum(-1)[~torch.eye(8, dtype=torch.bool)]
    drawn = torch.stack([torch.randperm(9, generator=generator(seed)) for seed in range(8)])
    random = (drawn[:, None] != drawn).sum(-1)[~torch.eye(8, dtype=torch.bool)]
    assert distances.min() >= 8 > random.min()


def test_distant_permutations_refuse_none() -> None:
    with pytest.raises(ValueError, match="`count` must be from 1 to 1000, got 0"):
        distant_permutations(0, generator())


def test_jigsaw_is_solved_by_its_label() -> None:
    permutations = distant_permutations(5, generator())
    puzzles, labels = jigsaw(IMAGES, permutations, generator())
    for image, tiles, label in zip(IMAGES[:, 0], puzzles, labels, strict=False):
        solved = tiles[permutations[label].argsort()].view(3, 3, 4, 4).transpose(1, 2).reshape(12, 12)
        torch.testing.assert_close(solved, image[:12, :12])


@pytest.mark.parametrize(
    ("images", "permutations", "message"),
    [
        (IMAGES, torch.zeros(1, 9, dtype=torch.int64), "`permutations` must be an order of 0 to 8 in each row"),
        (IMAGES[..., :2, :2], torch.arange(9)[None], "`images` must be of at least 3 pixels a side, got 2"),
    ],
)
def test_jigsaw_refuses(images: torch.Tensor, permutations: torch.Tensor, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        jigsaw(images, permutations, generator())


def test_patch_pairs_without_a_gap_touch() -> None:
    pairs, labels = patch_pairs(IMAGES[..., :3, :3], generator(), gap=0)
    assert pairs.shape == (40, 2, 1, 1)
    for image, pair, label in zip(IMAGES[:, 0], pairs, labels.tolist(), strict=True):
        assert pair.flatten().tolist() == [image[1, 1].item(), image[NEIGHBOURS[label]].item()]
    with pytest.raises(ValueError, match="`gap` must be from 0 to 5, got -1"):
        patch_pairs(IMAGES, generator(), gap=-1)
    assert patch_pairs(IMAGES, generator(), gap=5)[0].shape == (40, 2, 1, 1)


def test_proxy_tasks_at_the_edges_of_what_they_take() -> None:
    assert exemplars(IMAGES[:2], 1, generator())[1].tolist() == [0, 1]
    assert jigsaw(IMAGES[..., :3, :3], torch.arange(9)[None], generator())[0].shape == (40, 9, 1, 1)
    tiles, _ = jigsaw(IMAGES[:1, :, :5, :5], torch.arange(9)[None], generator())
    assert tiles.flatten().tolist() == IMAGES[0, 0, :3, :3].flatten().tolist()
    assert len(distant_permutations(1, generator())) == 1
    with pytest.raises(ValueError, match="`count` must be from 1 to 1000, got 1001"):
        distant_permutations(1001, generator())
