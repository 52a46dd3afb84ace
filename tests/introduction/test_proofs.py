"""The proofs of chapter 1 against its code: their final expressions, lambdified, and their derivatives."""

import pytest
import torch
from sympy import Indexed, lambdify

from notes.introduction.binary_cross_entropy import binary_cross_entropy_from_logits, softplus
from notes.introduction.gaussian_classifier import GaussianClassifier
from notes.introduction.gradient_descent import guaranteed_decrease
from notes.introduction.line import line, line_hessian, normal_equations_fit
from notes.introduction.linear_probe import probe_loss
from notes.introduction.logistic_regression import logits
from notes.introduction.proofs import cross_entropy, descent, least_squares, posterior, probes
from notes.introduction.squared_error import sum_of_squared_errors
from notes.ledger import CHAPTERS, proof_functions

X = torch.tensor([-1.0, 0.5, 2.0, 3.5], dtype=torch.float64)
Y = torch.tensor([0.3, -1.2, 2.5, 1.0], dtype=torch.float64)
N, X_MEAN, Y_MEAN = len(X), X.mean().item(), Y.mean().item()
S_XX = (X - X_MEAN).square().sum().item()
S_XY = ((X - X_MEAN) @ (Y - Y_MEAN)).item()
S_YY = (Y - Y_MEAN).square().sum().item()

SPREADS = {
    least_squares.n: N,
    least_squares.x_mean: X_MEAN,
    least_squares.y_mean: Y_MEAN,
    least_squares.x_spread: S_XX,
    least_squares.positive_spread: S_XX,
    least_squares.joint_spread: S_XY,
    least_squares.y_spread: S_YY,
}


@pytest.mark.parametrize(("name", "function"), proof_functions(CHAPTERS[0]))
def test_every_proof_is_general(name, function):
    assert function().kind == "proved", name


def test_squared_error_in_spreads_is_the_implementation_in_value_and_gradient():
    expression = least_squares.squared_error_in_spreads().claims[0].right.subs(SPREADS)
    parameters = torch.tensor([0.7, -0.4], dtype=torch.float64, requires_grad=True)
    symbols = (least_squares.intercept, least_squares.slope)
    by_proof = lambdify(symbols, expression)(*parameters)
    by_code = sum_of_squared_errors(line(parameters, X), Y)
    torch.testing.assert_close(by_proof, by_code)
    torch.testing.assert_close(torch.autograd.grad(by_proof, parameters), torch.autograd.grad(by_code, parameters))


def test_least_squares_line_is_the_fit():
    place = dict(least_squares.least_squares_line().claims[0].place)
    fit = [float(place[symbol].subs(SPREADS)) for symbol in (least_squares.intercept, least_squares.slope)]
    assert normal_equations_fit(X, Y).tolist() == pytest.approx(fit)


def test_squared_error_is_convex_in_the_form_of_the_hessian():
    form = least_squares.squared_error_is_convex().links[0].right
    direction = torch.tensor([0.6, -1.7], dtype=torch.float64)
    sums = {least_squares.total(least_squares.x[least_squares.i] ** power): (X**power).sum() for power in (1, 2)}
    values = {least_squares.n: N, least_squares.v0: direction[0].item(), least_squares.v1: direction[1].item()}
    by_proof = float(form.subs({total: value.item() for total, value in sums.items()}).subs(values))
    assert by_proof == pytest.approx((direction @ line_hessian(X) @ direction).item())


@pytest.mark.parametrize("claim", [0, 1])
@pytest.mark.parametrize("label", [0, 1])
def test_cross_entropy_from_logits_is_the_implementation_in_value_and_gradient(claim, label):
    expression = cross_entropy.cross_entropy_from_logits().claims[claim].right.subs(cross_entropy.label, label)
    logits = torch.linspace(-5, 5, 11, dtype=torch.float64, requires_grad=True)
    by_proof = lambdify(cross_entropy.h, expression, {"log": torch.log, "exp": torch.exp})(logits)
    by_code = binary_cross_entropy_from_logits(logits, torch.full((11,), label))
    torch.testing.assert_close(by_proof, by_code)
    (slope_by_proof,), (slope_by_code,) = (torch.autograd.grad(loss.sum(), logits) for loss in (by_proof, by_code))
    torch.testing.assert_close(slope_by_proof, slope_by_code)


@pytest.mark.parametrize("value", [-1e4, -30.0, 0.0, 2.0, 1e4])
def test_softplus_without_overflow_is_the_implementation(value):
    expression = cross_entropy.softplus_without_overflow().claims[0].right
    by_proof = lambdify(cross_entropy.h, expression, "math")(value)
    assert softplus(torch.tensor(value, dtype=torch.float64)).item() == pytest.approx(by_proof, rel=1e-12)


def test_cross_entropy_gradient_is_that_of_autograd():
    expression = cross_entropy.cross_entropy_gradient().claims[0].right
    symbols = (cross_entropy.w, cross_entropy.feature, cross_entropy.b, cross_entropy.label)
    weight, others = torch.tensor(0.7, dtype=torch.float64, requires_grad=True), torch.tensor(-0.2).double()
    loss = binary_cross_entropy_from_logits(weight * 1.5 + others, torch.tensor(1))
    (slope,) = torch.autograd.grad(loss, weight)
    assert slope.item() == pytest.approx(float(expression.subs(dict(zip(symbols, (0.7, 1.5, -0.2, 1), strict=True)))))


def test_best_learning_rate_is_where_the_guaranteed_decrease_is_largest():
    ((rate, place),) = descent.best_learning_rate().claims[0].place
    (smoothness,) = place.free_symbols
    best = float(place.subs(smoothness, 8.0))
    gradient = torch.tensor([3.0, -1.0], dtype=torch.float64)
    rates = torch.tensor(best, dtype=torch.float64) * torch.tensor([0.5, 0.99, 1.0, 1.01, 1.5])
    decreases = [guaranteed_decrease(gradient, step, 8.0).item() for step in rates.tolist()]
    assert max(decreases) == decreases[2]
    bound = descent.best_learning_rate().claims[0].value.subs({rate: best, smoothness: 8.0})
    assert decreases[2] == pytest.approx(float(bound) * 10)


def test_gaussian_log_odds_are_the_implementation_in_value_and_gradient():
    expression = posterior.gaussian_log_odds().claims[0].right
    values = {r"\mu_1": 1.5, r"\mu_0": -0.3, r"\tau_1": 0.7, r"\tau_0": 1.9, r"\pi_1": 0.3}
    (point,) = (symbol for symbol in expression.free_symbols if symbol.name == "x")
    numbers = {symbol: values[symbol.name] for symbol in expression.free_symbols - {point}}
    by_proof = lambdify(point, expression.subs(numbers))
    model = GaussianClassifier(
        torch.tensor([0.7, 0.3]).double(),
        torch.tensor([[-0.3], [1.5]]).double(),
        torch.tensor([[[1.9**2]], [[0.7**2]]]).double(),
    )
    places = torch.linspace(-4, 4, 9, dtype=torch.float64, requires_grad=True)
    odds = model.log_joint(places.unsqueeze(1)).diff(dim=1).squeeze(1)
    torch.testing.assert_close(odds, by_proof(places), rtol=1e-6, atol=1e-6)
    (slope,), (expected,) = (torch.autograd.grad(values.sum(), places) for values in (odds, by_proof(places)))
    torch.testing.assert_close(slope, expected, rtol=1e-6, atol=1e-6)


def test_log_odds_of_gaussian_classes_are_the_implementation():
    expression = posterior.log_odds_of_gaussian_classes().claims[0].right
    means, tall = torch.tensor([[0.0, 1.0], [2.0, -1.0]]).double(), torch.tensor([[2.0, 0.5], [0.5, 1.0]]).double()
    covariances, point = torch.stack([torch.eye(2).double(), tall]), torch.tensor([0.4, 0.3]).double()
    model = GaussianClassifier(torch.tensor([0.7, 0.3]).double(), means, covariances)
    distances = [way @ torch.linalg.inv(matrix) @ way for way, matrix in zip(point - means, covariances, strict=True)]
    values = {r"\pi_1": 0.3, "D_0": 1.0, "D_1": 1.75, "q_0": distances[0].item(), "q_1": distances[1].item()}
    by_proof = expression.subs({symbol: values[symbol.name] for symbol in expression.free_symbols})
    assert float(by_proof) == pytest.approx(model.log_joint(point.unsqueeze(0)).diff(dim=1).item())


def test_loss_of_a_probe_is_the_implementation_in_value_and_gradient():
    features, targets = X[:3].unsqueeze(1), torch.tensor([0, 1, 1])
    start, way = torch.tensor([0.3, -0.8]).double(), torch.tensor([1.1, 0.4]).double()
    rows = {"h": logits(start, features), r"\eta": logits(way, features), "y": targets, "w": start, "v": way}
    expression = probes.loss.subs({probes.n: 3, probes.m: 2}).doit()
    entries = {one: rows[str(one.base)][int(one.indices[0]) - 1].item() for one in expression.atoms(Indexed)}
    by_proof = lambdify(
        probes.step, expression.subs(entries).subs(probes.penalty, 0.2), {"log": torch.log, "exp": torch.exp}
    )
    step = torch.tensor(0.6, dtype=torch.float64, requires_grad=True)
    found = [by_proof(step), probe_loss(start + step * way, features, targets, 0.2)]
    torch.testing.assert_close(*found)
    torch.testing.assert_close(*(torch.autograd.grad(loss, step)[0] for loss in found))
