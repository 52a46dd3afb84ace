import pytest
import torch

from notes.self_supervision.siamese import SiameseNetwork, digit_encoder


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_siamese_network_gradient_is_the_sum_of_two_copies() -> None:
    encoder = torch.nn.Linear(3, 2).double()
    copies = [torch.nn.Linear(3, 2).double() for _ in range(2)]
    for copy in copies:
        copy.load_state_dict(encoder.state_dict())
    left, right = torch.randn(2, 5, 3, generator=generator(), dtype=torch.float64)
    pair = SiameseNetwork(encoder)(left, right)
    ((pair[0] - pair[1]).square().sum()).backward()
    (copies[0](left) - copies[1](right)).square().sum().backward()
    assert encoder.weight.grad is not None
    assert copies[0].weight.grad is not None
    assert copies[1].weight.grad is not None
    torch.testing.assert_close(encoder.weight.grad, copies[0].weight.grad + copies[1].weight.grad)


def test_siamese_network_exchanges_with_its_inputs() -> None:
    twins = SiameseNetwork(digit_encoder(generator(), 8).eval())
    left, right = torch.rand(2, 4, 1, 14, 14, generator=generator())
    forth, back = twins(left, right), twins(right, left)
    torch.testing.assert_close(forth, back[::-1])


def test_digit_encoder_depends_on_the_generator_alone() -> None:
    first, again, other = (digit_encoder(generator(seed)) for seed in (0, 0, 1))
    image = torch.rand(2, 1, 14, 14, generator=generator())
    torch.testing.assert_close(first(image), again(image))
    assert not torch.allclose(first(image), other(image))
    assert sum(p.numel() for p in first.parameters()) == 16 * 25 + 16 + 32 + 32 * 144 + 32 + 64 + 512 * 64 + 64


def test_digit_encoder_refuses_no_width() -> None:
    with pytest.raises(ValueError, match="`width` must be positive, got 0"):
        digit_encoder(generator(), 0)


def test_digit_encoder_takes_a_width_of_one() -> None:
    assert digit_encoder(generator(), 1)(torch.zeros(2, 1, 14, 14)).shape == (2, 1)
    with pytest.raises(ValueError, match=r"^`width` must be positive, got 0$"):
        digit_encoder(generator(), 0)


def test_digit_encoder_halves_the_image_twice() -> None:
    shapes, x = [], torch.zeros(1, 1, 14, 14)
    for layer in digit_encoder(generator(), 3):
        x = layer(x)
        shapes.append((type(layer).__name__, tuple(x.shape[1:])))
    assert [shape for name, shape in shapes if name == "Conv2d"] == [(16, 7, 7), (32, 4, 4)]
    kernels = [
        tuple(p.shape) for name, p in digit_encoder(generator(), 3).named_parameters() if name.endswith("weight")
    ]
    assert kernels == [(16, 1, 5, 5), (16,), (32, 16, 3, 3), (32,), (3, 512)]
