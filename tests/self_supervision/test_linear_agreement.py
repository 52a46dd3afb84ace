import matplotlib.pyplot as plt
import pytest
import torch

from notes.self_supervision.figures import descent_of_two_weights
from notes.self_supervision.linear_agreement import linear_agreement, stopped_slopes, unstopped_slopes

PLACES = torch.tensor([0.1, 0.3, 0.9, 1.4], dtype=torch.float64)


def pair() -> tuple[torch.Tensor, torch.Tensor]:
    weight, predictor = torch.meshgrid(PLACES, PLACES, indexing="ij")
    return weight.clone().requires_grad_(), predictor.clone().requires_grad_()


def test_linear_agreement_is_the_mean_over_noisy_views() -> None:
    source = torch.Generator().manual_seed(0)
    shared, *noises = torch.randn(3, 400_000, generator=source, dtype=torch.float64)
    one, other = (shared + 0.5**0.5 * noise for noise in noises)
    found = linear_agreement(*(torch.tensor(v, dtype=torch.float64) for v in (0.7, 0.4, 0.9)), 0.5)
    assert found.item() == pytest.approx(((0.4 * 0.7 * one - 0.9 * other) ** 2 / 2).mean().item(), rel=0.01)


def test_slopes_are_those_of_autograd() -> None:
    weight, predictor = pair()
    stopped = torch.autograd.grad(linear_agreement(weight, predictor, weight.detach(), 0.5).sum(), (weight, predictor))
    moving = torch.autograd.grad(linear_agreement(weight, predictor, weight, 0.5).sum(), (weight, predictor))
    for flow, theirs in ((stopped_slopes, stopped), (unstopped_slopes, moving)):
        for ours, other in zip(flow(weight, predictor, 0.5), theirs, strict=True):
            torch.testing.assert_close(-ours.detach(), other)


def test_descent_ends_where_the_page_says() -> None:
    """From 0.3 and 0.2 the square of the weight goes to 0.494; from a predictor of one the weight goes to zero."""
    for predictor, square in ((0.2, 0.09 + 4 / 9 - 0.04), (1.0, 0.0)):
        w, p = torch.tensor(0.3, dtype=torch.float64), torch.tensor(predictor, dtype=torch.float64)
        for _ in range(40_000):
            along, up = stopped_slopes(w, p, 0.5)
            w, p = w + 0.01 * along, p + 0.01 * up
        assert w.item() ** 2 == pytest.approx(square, abs=2e-3)


def test_descent_of_two_weights_shows_what_its_words_say() -> None:
    weight, predictor = (values.detach() for values in pair())
    along, _ = stopped_slopes(weight, predictor, 0.5)
    assert (along[predictor < 2 / 3] > 0).all()
    assert (along[predictor > 2 / 3] < 0).all()
    assert (unstopped_slopes(weight, predictor, 0.5)[0] < 0).all()
    figure = descent_of_two_weights({"gradient stopped": stopped_slopes, "not stopped": unstopped_slopes}, noise=0.5)
    assert [panel.get_title() for panel in figure.axes] == ["gradient stopped", "not stopped"]
    assert all(panel.lines[0].get_ydata()[0] == pytest.approx(2 / 3) for panel in figure.axes)
    plt.close(figure)


@pytest.mark.parametrize("flow", [stopped_slopes, unstopped_slopes])
def test_slopes_refuse_views_without_noise(flow) -> None:
    with pytest.raises(ValueError, match=r"^`noise` must be positive, got 0.0$"):
        flow(PLACES, PLACES, 0.0)
    with pytest.raises(ValueError, match=r"^`noise` must be positive, got 0.0$"):
        linear_agreement(PLACES, PLACES, PLACES, 0.0)
