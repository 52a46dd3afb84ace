"""The derivations stand, and what they conclude is what the code computes, in values and in derivatives."""

from collections.abc import Callable

import numpy as np
import pytest
import sympy
import torch
from sympy import Expr, IndexedBase, Symbol, lambdify

from notes.chapters import CHAPTERS
from notes.generalization.decomposition import error_decomposition
from notes.generalization.dimensionality import bins_per_sample, shell_volume, squared_distance_spread
from notes.generalization.dropout import dropout_penalty
from notes.generalization.early_stopping import descent_filter, descent_iterate, equivalent_strength
from notes.generalization.priors import gaussian_log_prior, laplace_log_prior
from notes.generalization.proofs import (
    decomposition,
    dimensionality,
    early_stopping,
    penalties,
    priors,
    randomness,
)
from notes.generalization.ridge import ridge_filter, ridge_weights
from notes.generalization.weight_decay import WeightDecay, penalized_gradient
from notes.ledger import proof_functions
from notes.proof import Proof
from notes.training.adam import Adam
from notes.training.descent import GradientDescent

CHAPTER = next(chapter for chapter in CHAPTERS if chapter.slug == "generalization")
PROOFS = dict(proof_functions(CHAPTER))


def concluded(proof: Callable[[], Proof], claim: int = 0) -> Expr:
    return proof().claims[claim].right


def value(expression: Expr, **names: float) -> float:
    symbols = {symbol.name: symbol for symbol in expression.free_symbols}
    return float(expression.subs({symbols[name]: number for name, number in names.items() if name in symbols}))


@pytest.mark.parametrize("name", PROOFS)
def test_every_derivation_is_of_its_kind(name: str):
    assert PROOFS[name]().kind == "proved"


def test_decomposition_of_a_finite_world_has_the_three_terms_of_the_proof():
    fits = torch.tensor([[1.0], [2.0], [4.0]], dtype=torch.float64)
    targets, odds = torch.tensor([-1.0, 3.0], dtype=torch.float64), torch.tensor([0.25, 0.75], dtype=torch.float64)
    mean = (odds * targets).sum()
    noise = (odds * (targets - mean).square()).sum()
    loss = (odds * (fits - targets).square()).sum(1).mean()
    parts = error_decomposition(fits, targets[:1].expand(3, 1), mean[None], noise.sqrt().item())
    assert decomposition.bias_variance().claims[0].right.is_Add
    assert len(decomposition.bias_variance().claims[0].right.args) == 3
    assert parts.variance + parts.squared_bias + parts.noise == pytest.approx(loss.item())


def test_counts_and_volumes_are_those_of_the_proofs():
    assert concluded(dimensionality.one_sample_in_many_bins) == bins_per_sample(40, 10, 10**5)
    shell = concluded(dimensionality.shell_volume)
    for d, epsilon in ((2, 0.3), (17, 0.05)):
        assert value(shell, **{"d": d, r"\epsilon": epsilon}) == pytest.approx(shell_volume(d, epsilon))
    assert value(concluded(dimensionality.distances_concentrate), d=9) == pytest.approx(squared_distance_spread(9))


@pytest.mark.parametrize(
    ("proof", "log_prior", "width"),
    [
        (priors.gaussian_prior_is_l2, lambda phi: gaussian_log_prior(phi, 0.7), {r"\sigma_\phi^2": 0.49}),
        (priors.laplace_prior_is_l1, lambda phi: laplace_log_prior(phi, 0.7), {"b": 0.7}),
    ],
    ids=["Gaussian", "Laplace"],
)
def test_penalties_of_the_proofs_are_minus_the_log_priors(proof, log_prior, width):
    statement = proof().claims[0]
    sums = statement.right - statement.left.args[1] if statement.left.is_Add else statement.right
    phi = torch.tensor([0.3, -1.2, 0.8], dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(-log_prior(phi), phi)
    terms = [term for term in sympy.Add.make_args(sums) if not term.has(sympy.Function(r"\Pr", positive=True))]
    weights = [IndexedBase(r"\phi", real=True)[k] for k in (1, 2, 3)]
    symbols = {symbol.name: symbol for term in terms for symbol in term.free_symbols if isinstance(symbol, Symbol)}
    penalty = sum(term.subs(symbols["J"], 3).doit() for term in terms)
    penalty = penalty.subs({symbols[name]: number for name, number in width.items()})
    places = dict(zip(weights, phi.tolist(), strict=True))
    assert float(penalty.subs(places)) == pytest.approx(-log_prior(phi).item())
    derivatives = [float(penalty.diff(weight).subs(places)) for weight in weights]
    assert derivatives == pytest.approx(slope.tolist())


def test_ridge_strength_is_the_ratio_of_variances():
    ridge = priors.ridge_strength().claims[1].value
    symbols = {symbol.name: symbol for symbol in ridge.free_symbols if isinstance(symbol, Symbol)}
    assert ridge.has(symbols[r"\sigma^2"] / symbols[r"\sigma_\phi^2"])


def test_ridge_filter_is_that_of_the_proof_in_value_and_derivative():
    optimum = penalties.ridge_filters().claims[0]
    kept = optimum.place[0][1]
    names = {symbol.name: symbol for symbol in kept.free_symbols}
    eigenvalue = Symbol("e", positive=True)
    share = sympy.simplify(kept.subs(names[r"\xi"], sympy.sqrt(eigenvalue)) * sympy.sqrt(eigenvalue) / names["c"])
    eigenvalues = torch.tensor([0.5, 4.0], dtype=torch.float64, requires_grad=True)
    filtered = ridge_filter(eigenvalues, 0.3)
    (slope,) = torch.autograd.grad(filtered.sum(), eigenvalues)
    for expression, expected in ((share, filtered), (share.diff(eigenvalue), slope)):
        shown = lambdify((eigenvalue, names[r"\lambda"]), expression)(eigenvalues.detach().numpy(), 0.3)
        np.testing.assert_allclose(shown, expected.detach().numpy())


def test_ridge_weights_leave_only_the_squares_of_the_proof(generator: torch.Generator):
    features = torch.rand(6, 3, generator=generator, dtype=torch.float64)
    targets, other = torch.rand(6, generator=generator, dtype=torch.float64), torch.ones(3, dtype=torch.float64)
    solution = ridge_weights(features, targets, 0.3)

    def loss(weights: torch.Tensor) -> torch.Tensor:
        return (targets - features @ weights).square().sum() + 0.3 * weights.square().sum()

    step = other - solution
    squares = (features @ step).square().sum() + 0.3 * step.square().sum()
    torch.testing.assert_close(loss(other) - loss(solution), squares)


def test_steps_of_descent_are_those_of_the_proof():
    names = {r"\phi": 1.7, "g": -0.4, r"\alpha": 0.1, r"\lambda": 0.3}
    statement = penalties.l2_is_decay_under_descent().claims[0]
    phi = torch.tensor(1.7, dtype=torch.float64)
    slope = lambda _: torch.tensor(-0.4, dtype=torch.float64)  # noqa: E731
    penalised, _ = GradientDescent().step(phi, None, penalized_gradient(slope, 0.3), 0.1)
    decayed, _ = WeightDecay(GradientDescent(), 0.6).step(phi, None, slope, 0.1)
    assert value(statement.left, **names) == pytest.approx(penalised.item())
    assert value(statement.right.doit(), **names) == pytest.approx(decayed.item())


@pytest.mark.parametrize("strength", [0.01, 0.3, 5.0])
def test_first_steps_of_adam_are_those_of_the_proof(strength: float):
    phi, slope = torch.tensor(1.7, dtype=torch.float64), torch.tensor(0.4, dtype=torch.float64)
    rule = Adam(epsilon=1e-300)
    state = rule.initial_state(phi)
    penalised, _ = rule.step(phi, state, penalized_gradient(lambda _: slope, strength), 0.1)
    decayed, _ = WeightDecay(rule, 0.2).step(phi, state, lambda _: slope, 0.1)
    names = {r"\phi": 1.7, r"\alpha": 0.1, r"\kappa": 0.2}
    assert value(concluded(penalties.l2_is_not_decay_under_adam), **names) == pytest.approx(penalised.item())
    difference = penalties.l2_is_not_decay_under_adam().steps[1].links[0].right
    assert value(difference, **names) == pytest.approx((penalised - decayed).item())


def test_descent_filter_is_that_of_the_proof_in_value_and_derivative():
    (statement,) = early_stopping.descent_filters().claims
    names = {symbol.name: symbol for symbol in statement.right.free_symbols}
    share = (statement.right / names[r"\phi^*"]).subs(names["t"], 7)
    curvatures = torch.tensor([0.5, 4.0], dtype=torch.float64, requires_grad=True)
    kept = descent_filter(curvatures, 0.2, 7)
    (slope,) = torch.autograd.grad(kept.sum(), curvatures)
    for expression, expected in ((share, kept), (share.diff(names["s"]), slope)):
        shown = lambdify((names["s"], names[r"\alpha"]), expression)(curvatures.detach().numpy(), 0.2)
        np.testing.assert_allclose(shown, expected.detach().numpy(), atol=1e-15)


def test_descent_iterate_follows_the_eigendirections_of_the_proof(generator: torch.Generator):
    factor = torch.rand(3, 3, generator=generator, dtype=torch.float64)
    hessian, minimiser = factor @ factor.T, torch.rand(3, generator=generator, dtype=torch.float64)
    spectrum, rotation = torch.linalg.eigh(hessian)
    place = torch.zeros(3, dtype=torch.float64)
    for _ in range(9):
        place = place - 0.3 * spectrum * (place - rotation.T @ minimiser)
    torch.testing.assert_close(rotation.T @ descent_iterate(hessian, minimiser, 0.3, 9), place)


def test_equivalent_strength_gives_both_filters_the_slope_of_the_proof():
    slope = early_stopping.stopping_is_like_l2().claims[0].right.doit()
    strength = equivalent_strength(0.1, 30)
    assert value(slope, **{r"\alpha": 0.1, "t": 30}) == pytest.approx(1 / strength)


def test_dropout_penalty_is_that_of_the_proofs_in_value_and_derivative():
    terms = concluded(randomness.dropping_one_feature).args
    penalty = next(term for term in terms if "p" in {symbol.name for symbol in term.free_symbols})
    names = {symbol.name: symbol for symbol in penalty.free_symbols}
    features = torch.tensor([[1.5]], dtype=torch.float64)
    weights = torch.tensor([-0.8], dtype=torch.float64, requires_grad=True)
    ours = dropout_penalty(features, weights, 0.3)
    (slope,) = torch.autograd.grad(ours, weights)
    at = {names["p"]: 0.3, names["a"]: 1.5 * -0.8}
    assert float(penalty.subs(at)) == pytest.approx(ours.item())
    assert 1.5 * float(penalty.diff(names["a"]).subs(at)) == pytest.approx(slope.item())


def test_noise_penalty_of_the_proof_is_what_two_noisy_copies_add():
    rest, clean, weight, noise = 0.7, 1.1, -0.6, 0.25
    errors = [(rest - (clean + sign * noise) * weight) ** 2 for sign in (-1, 1)]
    assert np.mean(errors) == pytest.approx((rest - clean * weight) ** 2 + noise**2 * weight**2)
    assert len(concluded(randomness.noise_is_l2).args) == 2
