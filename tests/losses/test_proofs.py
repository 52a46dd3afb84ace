"""What was proved is what is computed: the proofs' expressions against values, their derivatives against autograd."""

from itertools import permutations

import pytest
import torch
from sympy import Expr, Symbol, besseli, lambdify, log

from notes.losses.bernoulli import bernoulli_nll
from notes.losses.categorical import categorical_nll, softmax
from notes.losses.circular import von_mises_nll
from notes.losses.counts import poisson_nll
from notes.losses.gaussian import gaussian_nll, heteroscedastic_nll
from notes.losses.gaussian import optimal_variance as fitted_variance
from notes.losses.information import cross_entropy, entropy, kl_divergence
from notes.losses.proofs import classification, further, information, likelihood
from notes.losses.robust import laplace_nll
from notes.proof.derivation import Proof

F64 = torch.float64
GRID = torch.linspace(-2, 2, 7, dtype=F64)


def evaluated(expression: Expr, **values: torch.Tensor) -> torch.Tensor:
    """The expression at the given values of its symbols, which are named without backslashes."""
    symbols = {symbol.name.lstrip("\\"): symbol for symbol in expression.free_symbols if isinstance(symbol, Symbol)}
    arguments = [symbols[name] for name in values]
    found = lambdify(arguments, expression, "scipy", dummify=True)(*(value.numpy() for value in values.values()))
    return torch.as_tensor(found, dtype=F64)


def slope(loss: torch.Tensor, by: torch.Tensor) -> torch.Tensor:
    return torch.autograd.grad(loss.sum(), by)[0]


def lasts(proof: Proof) -> list[Expr]:
    """The expression that each step of a proof arrives at."""
    return [step.links[-1].right for step in proof.steps]


def test_heteroscedastic_gradients_are_the_implementation():
    y, mu, s = GRID, torch.flip(GRID, [0]).requires_grad_(), (GRID / 3).requires_grad_()
    written_out, by_mean, by_log_variance = lasts(likelihood.heteroscedastic_gradients())
    loss = heteroscedastic_nll(mu, s, y)
    values = {"y": y, "mu": mu.detach(), "s": s.detach()}
    torch.testing.assert_close(loss.detach(), evaluated(written_out, **values))
    torch.testing.assert_close(
        slope(heteroscedastic_nll(mu, s, y), mu), evaluated(by_mean, mu=values["mu"], s=values["s"], y=y)
    )
    torch.testing.assert_close(slope(heteroscedastic_nll(mu, s, y), s), evaluated(by_log_variance, **values))


def test_gaussian_nll_is_the_affine_function_of_the_sum_of_squares():
    squares, variance, n = Symbol("S"), Symbol("v"), Symbol("n")
    step = likelihood.least_squares_from_gaussian().steps[1]
    rescaled = step.scaled.subs(step.level, squares)
    rescaled = rescaled.subs({likelihood.variance: variance, likelihood.n: n})
    targets, means, spread = GRID, torch.flip(GRID, [0]), torch.tensor(0.7, dtype=F64)
    total = (targets - means).square().sum()
    expected = evaluated(rescaled, S=total, v=spread, n=torch.tensor(7.0))
    torch.testing.assert_close(gaussian_nll(means, spread, targets).sum(), expected)


def test_optimal_variance_is_the_implementation():
    (optimum,) = [place for _, place in likelihood.optimal_variance().claims[0].place]
    squares, n = optimum.as_numer_denom()
    targets = GRID + 0.3
    found = fitted_variance(torch.zeros(7, dtype=F64), targets)
    torch.testing.assert_close(
        found, torch.tensor(float((squares / n).subs({squares: float(targets.square().sum()), n: 7})), dtype=F64)
    )


@pytest.mark.parametrize("label", [0, 1])
def test_bernoulli_proofs_are_the_implementation(label):
    f, y = GRID.clone().requires_grad_(), torch.full((7,), label)
    from_logit = lasts(classification.bernoulli_is_binary_cross_entropy())[1]
    gradient, curvature = (
        classification.bernoulli_gradient().steps[0].last,
        classification.bernoulli_gradient().steps[1].links[0].right,
    )
    torch.testing.assert_close(bernoulli_nll(f, y).detach(), evaluated(from_logit, f=GRID, y=y.double()))
    first = torch.autograd.grad(bernoulli_nll(f, y).sum(), f, create_graph=True)[0]
    torch.testing.assert_close(first.detach(), evaluated(gradient, f=GRID, y=y.double()))
    torch.testing.assert_close(slope(first, f), evaluated(curvature, f=GRID))


def test_softmax_gradient_and_its_hessian_are_the_implementation():
    logits = torch.tensor([0.3, -1.2, 2.0, 0.7], dtype=F64, requires_grad=True)
    by_autograd = torch.autograd.grad(categorical_nll(logits, torch.tensor(2)), logits, create_graph=True)[0]
    hessian = torch.stack([torch.autograd.grad(part, logits, retain_graph=True)[0] for part in by_autograd])
    gradient, diagonal, beside = lasts(classification.softmax_gradient())
    f, exponentials = logits.detach(), logits.detach().exp()
    for j, k in permutations(range(4), 2):
        rest = exponentials.sum() - exponentials[j] - exponentials[k]
        places = {"f_j": f[j], "f_k": f[k], "R": rest}
        expected = evaluated(gradient, **places, t_j=torch.tensor(float(j == 2)))
        torch.testing.assert_close(by_autograd[j].detach(), expected)
        torch.testing.assert_close(hessian[j, j], evaluated(diagonal, **places))
        torch.testing.assert_close(hessian[j, k], evaluated(beside, **places))


def test_two_class_softmax_is_the_proved_sigmoid():
    f = torch.stack([GRID, torch.flip(GRID, [0]) / 2], dim=-1)
    sigmoid = lasts(classification.softmax_of_two_classes())[0]
    torch.testing.assert_close(softmax(f)[:, 1], evaluated(sigmoid, f_0=f[:, 0], f_1=f[:, 1]))


def test_information_identities_hold_for_the_implementation():
    p, q = torch.tensor([0.5, 0.3, 0.2], dtype=F64), torch.tensor([0.1, 0.6, 0.3], dtype=F64)
    places = {information.p[k + 1]: float(p[k]) for k in range(3)} | {
        information.q[k + 1]: float(q[k]) for k in range(3)
    }
    for quantity, found in (
        (information.entropy, entropy(p)),
        (information.cross_entropy, cross_entropy(p, q)),
        (information.divergence, kl_divergence(p, q)),
    ):
        assert float(found) == pytest.approx(float(quantity.subs(information.K, 3).doit().subs(places)))


def test_poisson_and_von_mises_proofs_are_the_implementation():
    f, counts = GRID.clone().requires_grad_(), torch.arange(7)
    written_out, _, gradient = lasts(further.poisson_nll())
    torch.testing.assert_close(poisson_nll(f, counts).detach(), evaluated(written_out, f=GRID, y=counts.double()))
    torch.testing.assert_close(slope(poisson_nll(f, counts), f), evaluated(gradient, f=GRID, y=counts.double()))
    mu, kappa = GRID.clone().requires_grad_(), torch.full((7,), 1.5, dtype=F64)
    written_out, gradient, *_ = lasts(further.von_mises_nll())
    bessel = next(e for e in written_out.atoms(log) if e.args[0].is_Function)
    written_out = written_out.subs(bessel, log(besseli(0, bessel.args[0].args[0])))
    y = torch.flip(GRID, [0])
    torch.testing.assert_close(von_mises_nll(mu, kappa, y).detach(), evaluated(written_out, y=y, mu=GRID, kappa=kappa))
    torch.testing.assert_close(slope(von_mises_nll(mu, kappa, y), mu), evaluated(gradient, y=y, mu=GRID, kappa=kappa))


def test_laplace_nll_is_the_affine_function_of_the_absolute_error():
    total, scale, n = Symbol("A"), Symbol("b"), Symbol("n")
    step = further.laplace_nll().steps[1]
    rescaled = step.scaled.subs(step.level, total)
    named = {s: {"b": scale, "n": n}[s.name] for s in rescaled.free_symbols if s.name in "bn"}
    location, b = torch.flip(GRID, [0]) / 2, torch.tensor(0.8, dtype=F64)
    error = (GRID - location).abs().sum()
    expected = evaluated(rescaled.subs(named), A=error, b=b, n=torch.tensor(7.0))
    torch.testing.assert_close(laplace_nll(location, b, GRID).sum(), expected)
