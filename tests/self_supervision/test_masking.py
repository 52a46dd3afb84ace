import pytest
import torch

from notes.self_supervision.masking import MaskedAutoencoder, hidden_patches, masked_autoencoder, masked_loss


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def test_hidden_patches_hide_whole_patches_and_their_share() -> None:
    hidden = hidden_patches(torch.zeros(40, 1, 14, 14), 0.5, generator())
    patches = hidden.unfold(2, 2, 2).unfold(3, 2, 2).flatten(4)
    assert torch.equal(patches.all(4), patches.any(4))
    assert (patches.all(4).flatten(1).sum(1) == 24).all()
    assert len(hidden.flatten(1).unique(dim=0)) == 40


@pytest.mark.parametrize("share", [0.25, 0.75])
def test_hidden_patches_refuse_to_hide_none_or_all(share: float) -> None:
    images = torch.zeros(1, 1, 4, 4)
    assert hidden_patches(images, share, generator()).sum() == 16 * share
    for bad in (0.1, 0.9):
        with pytest.raises(
            ValueError, match=f"^`share` must be such that some patches are hidden and some shown, got {bad}$"
        ):
            hidden_patches(images, bad, generator())
    with pytest.raises(ValueError, match=r"^`images` must be of an even number of pixels a side, got 5$"):
        hidden_patches(torch.zeros(1, 1, 5, 5), share, generator())


def test_masked_loss_counts_hidden_pixels_only() -> None:
    images, predicted = torch.rand(2, 3, 1, 4, 4, generator=generator(), dtype=torch.float64)
    predicted = predicted.clone().requires_grad_()
    hidden = hidden_patches(images, 0.5, generator())
    loss = masked_loss(predicted, images, hidden)
    torch.testing.assert_close(loss, torch.nn.functional.mse_loss(predicted[hidden], images[hidden]))
    (gradient,) = torch.autograd.grad(loss, predicted)
    assert not gradient[~hidden].any()
    with pytest.raises(ValueError, match=r"^`hidden` must be true somewhere, got 0$"):
        masked_loss(predicted, images, hidden & False)


def test_masked_autoencoder_does_not_see_what_is_hidden() -> None:
    model, images = MaskedAutoencoder(generator()), torch.rand(4, 1, 14, 14, generator=generator())
    hidden = hidden_patches(images, 0.5, generator())
    torch.testing.assert_close(model(images, hidden), model(images.masked_fill(hidden, 5.0), hidden))
    assert not torch.equal(model(images, hidden), model(images, ~hidden))


def test_masked_autoencoder_learns_and_refuses_no_steps() -> None:
    images = torch.rand(1, 1, 14, 14, generator=generator()).expand(8, -1, -1, -1)
    hidden = hidden_patches(images, 0.5, generator())
    errors = [
        masked_loss(masked_autoencoder(images, generator(), steps=steps)(images, hidden), images, hidden).item()
        for steps in (1, 60)
    ]
    assert errors[1] < errors[0] / 2
    with pytest.raises(ValueError, match=r"^`steps` must be at least 1, got 0$"):
        masked_autoencoder(images, generator(), steps=0)
