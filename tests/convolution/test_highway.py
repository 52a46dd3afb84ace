import pytest
import torch

from notes.convolution.highway import HighwayLayer, deep_classifier, highway, plain_layer


@pytest.fixture
def pair(generator):
    return [torch.rand(4, 3, generator=generator, dtype=torch.float64).requires_grad_() for _ in range(2)]


def test_highway_at_its_limits(pair):
    x, transformed = pair
    ones = torch.ones(4, 3, dtype=torch.float64)
    assert torch.equal(highway(x, transformed, ones), transformed)
    assert torch.equal(highway(x, transformed, 0 * ones), x)
    torch.testing.assert_close(highway(x, transformed, ones / 2), (x + transformed) / 2)


def test_highway_gradients(pair, generator):
    gate = torch.rand(4, 3, generator=generator, dtype=torch.float64).requires_grad_()
    assert torch.autograd.gradcheck(highway, (*pair, gate))


def test_highway_layer_has_the_jacobians_of_its_limits(generator):
    x = torch.rand(3, generator=generator, dtype=torch.float64)
    for bias, expected in ((-100.0, "identity"), (100.0, "plain")):
        layer = HighwayLayer(3, generator, gate_bias=bias).double()
        jacobian = torch.autograd.functional.jacobian(lambda v, layer=layer: layer(v[None])[0], x)
        active = (layer.transformation(x) > 0).double()
        plain = active[:, None] * layer.transformation.weight
        torch.testing.assert_close(jacobian, torch.eye(3).double() if expected == "identity" else plain.detach())


def test_highway_layer_starts_by_carrying(generator):
    layer, x = HighwayLayer(3, generator), torch.zeros(1, 3)
    assert torch.sigmoid(layer.gate(x)).max() < 0.13


@pytest.mark.parametrize("bad", [-0.1, 1.5, torch.nan])
def test_highway_refuses_a_gate_out_of_range(bad):
    with pytest.raises(ValueError, match=f"^`gate` must be between 0 and 1, got {bad:.4g}"[:45]):
        highway(torch.ones(1, 1), torch.ones(1, 1), torch.full((1, 1), bad))


def test_deep_classifier_is_dense_then_the_layers_then_dense(generator):
    layer = plain_layer(3, generator)
    network = deep_classifier([layer, layer], 3, generator, inputs=4, classes=2)
    x = torch.rand(5, 4, generator=generator)
    hidden = x @ network[0].weight.T
    for _ in range(2):
        hidden = (hidden @ layer[0].weight.T).relu()
    torch.testing.assert_close(network(x), hidden @ network[-1].weight.T)
