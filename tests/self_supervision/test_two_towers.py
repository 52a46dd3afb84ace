import pytest
import torch

from notes.self_supervision.info_nce import info_nce
from notes.self_supervision.two_towers import (
    NAMES,
    Numbers,
    TwoTowers,
    clip_loss,
    nearest_names,
    trained_towers,
    written_numbers,
)

DIGITS = torch.arange(10.0)[:, None, None, None].expand(-1, 1, 14, 14) / 10
LABELS = torch.arange(10)


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def test_clip_loss_is_info_nce_both_ways() -> None:
    images, texts = torch.randn(2, 4, 3, generator=generator(), dtype=torch.float64)
    images, texts = images.requires_grad_(), texts.clone().requires_grad_()
    both = [
        info_nce(one[i : i + 1], other[i : i + 1], other[[j for j in range(4) if j != i]], temperature=0.2)
        for one, other in ((images, texts), (texts, images))
        for i in range(4)
    ]
    ours, theirs = clip_loss(images, texts, temperature=0.2), torch.cat(both).mean()
    torch.testing.assert_close(ours, theirs)
    for one, other in zip(*(torch.autograd.grad(loss, (images, texts)) for loss in (ours, theirs)), strict=True):
        torch.testing.assert_close(one, other)
    with pytest.raises(ValueError, match=r"^`temperature` must be positive, got 0.0$"):
        clip_loss(images, texts, temperature=0.0)


def test_written_numbers_show_the_digits_of_their_names() -> None:
    names = torch.tensor([0, 8, 71, NAMES.index("forty-six")])
    images, told = written_numbers(DIGITS, LABELS, names, generator())
    assert (10 * images[:, 0, 0, [0, 14]]).round().int().tolist() == [[2, 1], [2, 9], [9, 9], [4, 6]]
    assert torch.equal(told, names)


def test_written_numbers_refuse_names_and_digits_that_are_not_there() -> None:
    for bad in (-1, 72):
        with pytest.raises(ValueError, match=f"^`names` must be from 0 to 71, got {bad}$"):
            written_numbers(DIGITS, LABELS, torch.tensor([bad]), generator())
    with pytest.raises(ValueError, match=r"^`labels` must hold every digit that is asked for"):
        written_numbers(DIGITS[:9], LABELS[:9], torch.tensor([8]), generator())
    assert len(written_numbers(DIGITS[:9], LABELS[:9], torch.tensor([0]), generator()).names) == 1


def test_a_name_is_the_sum_of_its_words() -> None:
    towers = TwoTowers(generator())
    both = towers.texts(
        torch.tensor([NAMES.index(name) for name in ("forty-six", "ninety-one", "forty-one", "ninety-six")])
    )
    torch.testing.assert_close(both[0] + both[1], both[2] + both[3])
    with pytest.raises(ValueError, match=r"^`names` must be from 0 to 71, got 72$"):
        towers.texts(torch.tensor([72]))


def test_nearest_names_choose_among_those_given() -> None:
    numbers = Numbers(torch.rand(6, 1, 14, 28, generator=generator()), torch.arange(6))
    towers = trained_towers(numbers, generator(), steps=3)
    assert not towers.training
    assert {*nearest_names(towers, numbers.images, torch.tensor([3, 9])).tolist()} <= {3, 9}
    with torch.no_grad():
        towers.image[-1].weight.zero_()
        towers.image[-1].bias.copy_(towers.texts(torch.tensor([40]))[0])
    assert nearest_names(towers, numbers.images, torch.arange(72)).tolist() == [40] * 6
    with pytest.raises(ValueError, match=r"^`names` must hold at least one entry"):
        nearest_names(towers, numbers.images, torch.arange(0))
