from collections.abc import Callable

import pytest
import torch

from notes.self_supervision.contrastive import nt_xent
from notes.self_supervision.methods import (
    BYOL,
    AverageWithoutPredictor,
    BarlowTwins,
    Method,
    RotationPrediction,
    SimCLR,
    SimSiam,
    VICReg,
    WithoutStopGradient,
)
from notes.self_supervision.study import (
    Digits,
    pretrained,
    small_digits,
    supervised_accuracy,
)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.fixture(scope="module")
def digits() -> Digits:
    return small_digits(generator())


ALL: tuple[Callable[[torch.Generator], Method], ...] = (SimCLR, BYOL, SimSiam, BarlowTwins, VICReg, RotationPrediction)


@pytest.mark.parametrize("method", ALL)
def test_every_method_starts_from_the_same_encoder_and_moves_all_its_weights(method: type[Method]) -> None:
    model, reference = method(generator(3)), SimCLR(generator(3))
    for ours, theirs in zip(model.encoder.parameters(), reference.encoder.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs)
    first, second = torch.rand(2, 16, 1, 14, 14, generator=generator())
    model(first, second).backward()
    weights = [p for name, p in model.named_parameters() if p.requires_grad and name.endswith("weight")]
    assert all(p.grad is not None and bool(p.grad.any()) for p in weights)


def test_simclr_loss_is_nt_xent_of_the_projections() -> None:
    model = SimCLR(generator())
    views = torch.rand(2, 16, 1, 14, 14, generator=generator())
    expected = nt_xent(*model.projected(*views), temperature=0.2).mean()
    torch.testing.assert_close(model(*views), expected)


def test_letting_the_gradient_through_changes_no_value() -> None:
    views = torch.rand(2, 16, 1, 14, 14, generator=generator())
    stopped, open_ended = SimSiam(generator(3)), WithoutStopGradient(generator(3))
    torch.testing.assert_close(open_ended(*views), stopped(*views))


def test_byol_target_is_the_moving_average_and_has_no_gradient() -> None:
    model = BYOL(generator())
    before = [p.clone() for p in model.target.parameters()]
    with torch.no_grad():
        for parameter in model.encoder.parameters():
            parameter.add_(1.0)
    model.move_target()
    moved = len(list(model.encoder.parameters()))
    for old, new in list(zip(before, model.target.parameters(), strict=True))[:moved]:
        torch.testing.assert_close(new, old + 0.05)
    assert not any(p.requires_grad for p in model.target.parameters())


@pytest.mark.parametrize("method", [BYOL, AverageWithoutPredictor])
def test_the_target_follows_in_training_and_stays_when_a_loss_is_only_read(method: type[BYOL]) -> None:
    model, images = method(generator()), torch.rand(4, 1, 14, 14, generator=generator())
    for parameter in model.encoder.parameters():
        parameter.detach().add_(1.0)
    before = [p.clone() for p in model.target.parameters()]
    model.eval()(images, images)
    torch.testing.assert_close(list(model.target.parameters()), before)
    model.train()(images, images)
    assert not torch.equal(next(model.target.parameters()), before[0])


def test_pretrained_leaves_the_method_as_it_is(digits: Digits) -> None:
    model = BarlowTwins(generator())
    before = [p.clone() for p in model.parameters()]
    history = pretrained(model, digits.images[:64], generator(), steps=2, batch=16)
    assert history.losses.shape == (2,)
    torch.testing.assert_close(before, list(model.parameters()))
    with pytest.raises(ValueError, match="`batch` must be at least 2, got 1"):
        pretrained(model, digits.images, generator(), batch=1)


def test_small_digits_divide_all_5000(digits: Digits) -> None:
    assert len(digits.images) == 4000
    assert len(digits.test_images) == 1000
    assert (digits.labels.bincount() + digits.test_labels.bincount()).tolist() == [500] * 10


def test_supervised_accuracy_leaves_the_encoder_as_it_is(digits: Digits) -> None:
    encoder = SimCLR(generator()).encoder
    before = [p.clone() for p in encoder.parameters()]
    assert 0 <= supervised_accuracy(encoder, digits, 1, generator(), steps=2) <= 1
    torch.testing.assert_close(before, list(encoder.parameters()))


def test_average_without_predictor_is_byol_with_the_identity_for_one() -> None:
    first, second = torch.rand(2, 16, 1, 14, 14, generator=generator())
    byol, average = BYOL(generator()), AverageWithoutPredictor(generator())
    byol.predictor = torch.nn.Identity()
    torch.testing.assert_close(average(first, second), byol(first, second))
