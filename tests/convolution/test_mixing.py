import pytest
import torch
from torch.nn.functional import conv2d

from notes.convolution.mixing import (
    Attending,
    Convolving,
    MixingNetwork,
    multiplications_of_attention,
    multiplications_of_convolution,
)


def test_convolving_equals_pytorch_on_the_square(generator):
    mixer, x = Convolving(3).double(), torch.rand(2, 16, 3, generator=generator, dtype=torch.float64)
    square = conv2d(x.movedim(1, -1).reshape(2, 3, 4, 4), mixer.layer.weight, padding=1)
    torch.testing.assert_close(mixer(x), square.flatten(2).movedim(-1, 1))


def test_attending_is_a_mean_by_softmax(generator):
    mixer, x = Attending(3, 5).double(), torch.rand(2, 7, 3, generator=generator, dtype=torch.float64)
    weights = (mixer.query(x) @ mixer.key(x).mT / 5**0.5).softmax(-1)
    torch.testing.assert_close(mixer(x), mixer.output(weights @ mixer.value(x)))


def test_attention_follows_any_order_and_convolution_does_not(generator):
    x, order = torch.rand(1, 16, 3, generator=generator), torch.randperm(16, generator=generator)
    attending, convolving = Attending(3, 4), Convolving(3)
    torch.testing.assert_close(attending(x[:, order]), attending(x)[:, order])
    assert not torch.allclose(convolving(x[:, order]), convolving(x)[:, order], atol=1e-2)


def test_network_puts_patches_in_their_order(generator):
    order = torch.tensor([2, 0, 3, 1])
    still = MixingNetwork(Convolving, torch.arange(4), torch.Generator().manual_seed(1), channels=5)
    moved = MixingNetwork(Convolving, order, torch.Generator().manual_seed(1), channels=5)
    patches = torch.rand(1, 4, 2, 2, generator=generator)
    whole = torch.cat(
        [torch.cat([patches[:, 0], patches[:, 1]], -1), torch.cat([patches[:, 2], patches[:, 3]], -1)], -2
    )
    rest = patches[:, order]
    shuffled = torch.cat([torch.cat([rest[:, 0], rest[:, 1]], -1), torch.cat([rest[:, 2], rest[:, 3]], -1)], -2)
    torch.testing.assert_close(moved(whole[:, None]), still(shuffled[:, None]))
    assert moved(whole[:, None]).shape == (1, 10)


def test_costs_are_equal_in_the_experiment():
    assert multiplications_of_convolution(16) == multiplications_of_attention(16, 32, 16) == 2304
    assert multiplications_of_convolution(4, 5) == 25 * 16
    assert multiplications_of_attention(2, 3, 5) == 4 * 3 + 8 + 5 * 5


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("channels", Convolving),
        ("channels", lambda size: Attending(size, 1)),
        ("width", lambda size: Attending(1, size)),
        ("channels", multiplications_of_convolution),
        ("kernel", lambda size: multiplications_of_convolution(1, size)),
        ("channels", lambda size: multiplications_of_attention(size, 1, 1)),
        ("width", lambda size: multiplications_of_attention(1, size, 1)),
        ("places", lambda size: multiplications_of_attention(1, 1, size)),
        ("classes", lambda size: MixingNetwork(Convolving, torch.arange(1), torch.Generator(), classes=size)),
    ],
)
def test_sizes_are_at_least_one(name, call):
    with pytest.raises(ValueError, match=f"^`{name}` must be at least 1, got 0$"):
        call(0)
    assert call(1) is not None


def test_network_needs_two_channels():
    with pytest.raises(ValueError, match=r"^`channels` must be at least 2, got 1$"):
        MixingNetwork(Convolving, torch.arange(1), torch.Generator(), channels=1)
    assert MixingNetwork(Convolving, torch.arange(1), torch.Generator(), channels=2) is not None
