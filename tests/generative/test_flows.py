"""Coupling layers against autograd's Jacobian, and their density against the mass that it must have."""

import math

import pytest
import torch
from sympy import Symbol, lambdify

from notes.generative.flows import AffineCoupling, Flow, flow_log_density
from notes.generative.proofs import flows

F64 = torch.float64


def bent(coordinates: int, layers: int = 3, width: int = 8, by: float = 1.0) -> Flow:
    """A flow whose layers are far from the identity."""
    random = torch.Generator().manual_seed(0)
    flow = Flow(coordinates, layers, random, width).double()
    for layer in flow.layers:
        torch.nn.init.normal_(layer.network[-1].weight, std=by, generator=random)
    return flow


@pytest.mark.parametrize("coordinates", [2, 4])
def test_flow_inverts_itself_and_knows_its_determinant(coordinates: int):
    flow, points = bent(coordinates), torch.randn(5, coordinates, dtype=F64, generator=torch.Generator().manual_seed(1))
    noise, log_determinant = flow(points)
    torch.testing.assert_close(flow.inverse(noise), points)
    for point, found in zip(points, log_determinant, strict=True):
        jacobian = torch.autograd.functional.jacobian(lambda x: flow(x[None])[0][0], point)
        torch.testing.assert_close(jacobian.slogdet().logabsdet, found)


def test_flow_density_has_mass_one_and_is_that_of_its_noise():
    flow, ticks = bent(2, layers=2, by=0.2), torch.linspace(-12, 12, 1201, dtype=F64)
    mass = flow_log_density(flow, torch.cartesian_prod(ticks, ticks)).exp().sum() * 0.02**2
    assert mass.item() == pytest.approx(1, abs=2e-2)
    noise, log_determinant = flow(torch.ones(1, 2, dtype=F64))
    wanted = torch.distributions.Normal(0.0, 1.0).log_prob(noise).sum(-1) + log_determinant
    torch.testing.assert_close(flow_log_density(flow, torch.ones(1, 2, dtype=F64)), wanted)


def test_a_new_flow_only_exchanges_the_halves():
    flow, points = Flow(4, 1, torch.Generator().manual_seed(0)), torch.arange(8.0).view(2, 4)
    noise, log_determinant = flow(points)
    assert noise.tolist() == [[2.0, 3.0, 0.0, 1.0], [6.0, 7.0, 4.0, 5.0]]
    assert log_determinant.tolist() == [0.0, 0.0]


def test_coupling_is_the_line_of_the_proof():
    layer = AffineCoupling(2, torch.Generator().manual_seed(0), 4).double()
    torch.nn.init.ones_(layer.network[-1].weight)
    x = torch.tensor([[0.5, -1.5]], dtype=F64)
    log_slope, shift = layer.line(x[:, :1])
    kappa, tau = Symbol("kappa"), Symbol("tau")
    proved = flows.line.subs({flows.log_slope: kappa, flows.shift: tau})
    made = lambdify([flows.moved, kappa, tau], proved)(-1.5, log_slope.item(), shift.item())
    assert layer(x)[0][0].tolist() == pytest.approx([made, 0.5])
    assert layer(x)[1].item() == pytest.approx(log_slope.item())


def test_slopes_of_a_coupling_stay_between_bounds():
    layer = AffineCoupling(2, torch.Generator().manual_seed(0), 4)
    with torch.no_grad():
        layer.network[-1].bias.copy_(torch.tensor([1e3, 0.0]))
        assert layer.line(torch.zeros(1, 1))[0].item() == pytest.approx(2)
        layer.network[-1].bias.copy_(torch.tensor([0.1, 7.0]))
        assert layer.line(torch.zeros(1, 1))[0].item() == pytest.approx(2 * math.tanh(0.05))
        assert layer.line(torch.zeros(1, 1))[1].item() == pytest.approx(7)


def test_flows_refuse_odd_coordinates_no_layers_and_points_that_are_no_numbers():
    random = torch.Generator()
    with pytest.raises(ValueError, match=r"^`coordinates` must be even, got 3$"):
        AffineCoupling(3, random)
    with pytest.raises(ValueError, match=r"^`coordinates` must be at least 2, got 1$"):
        AffineCoupling(1, random)
    with pytest.raises(ValueError, match=r"^`layers` must be at least 1, got 0$"):
        Flow(2, 0, random)
    with pytest.raises(ValueError, match=r"^`points` must be finite, got nan$"):
        flow_log_density(Flow(2, 1, random, 1), torch.full((1, 2), math.nan))
    assert flow_log_density(Flow(2, 1, random, 1), torch.zeros(1, 2)).item() == pytest.approx(-math.log(2 * math.pi))
