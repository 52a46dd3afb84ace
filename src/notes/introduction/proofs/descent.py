"""Proofs about gradient descent on a quadratic."""

from sympy import Determinant, Expr, MatMul, Ne, Sum

from notes.introduction.proofs.least_squares import square_is_not_negative
from notes.proof import (
    Proof,
    at_least,
    chain,
    equal,
    index,
    indexed,
    lemma,
    matrix,
    maximum,
    natural,
    orthogonal,
    positive,
    real,
    symmetric,
)

d, m, j = natural("d"), natural("m"), index("j")


def quadratic_step() -> Proof:
    """Twice the loss after a step on a quadratic with Hessian A of any size; Delta is the way from the minimum."""
    A, place = symmetric("A", m), matrix(r"\Delta", m, 1)
    rate = positive(r"\alpha")
    moved = place - rate * A * place
    outcome = place.T * A * place - 2 * rate * place.T * A * A * place + rate**2 * place.T * A * A * A * place
    return Proof(
        "Twice the excess of a quadratic loss over that at its stationary point, after one step",
        claim=equal(moved.T * A * moved, outcome),
        steps=[
            equal(moved.T * A * moved, outcome, "multiply out, the Hessian being symmetric; the gradient is A Delta")
        ],
        equation="eq:quadratic-step",
    )


def over_coordinates(summand: Expr) -> Expr:
    """The sum of a summand over the directions of the Hessian's eigenvectors."""
    return Sum(summand, (j, 1, m))


def descent_on_a_quadratic() -> Proof:
    """On a quadratic, in the coordinates of its Hessian's eigenvectors, a step decreases the loss by a known amount."""
    rate, largest = positive(r"\alpha"), real(r"\lambda")
    below, place = indexed(r"\delta", nonnegative=True), indexed("w")
    curvature = largest - below[j]
    slope = curvature * place[j]
    before = over_coordinates(curvature * place[j] ** 2 / 2)
    after = over_coordinates(curvature * (place[j] - rate * slope) ** 2 / 2)
    sure = rate * (1 - rate * largest / 2) * over_coordinates(slope**2)
    by_coordinate = over_coordinates(rate * (1 - rate * curvature / 2) * slope**2)
    squares = lemma(
        square_is_not_negative, {real("r"): slope}, through=lambda gap: over_coordinates(rate**2 * below[j] / 2 * gap)
    )
    return Proof(
        "Along the eigenvectors of its Hessian: a step decreases a quadratic by a known amount at least",
        claim=at_least(before - after, sure),
        steps=[
            chain(before - after)
            .equals(by_coordinate, "by coordinates; the slope is the curvature times the way from the minimum")
            .equals(sure + squares.consequence(), "no curvature exceeds the largest one")
            .at_least(sure, "what is left is not negative", squares)
        ],
        equation="eq:descent-on-a-quadratic",
    )


def best_learning_rate() -> Proof:
    """The guaranteed decrease is largest at one over the largest curvature."""
    rate, largest = positive(r"\alpha"), positive(r"\lambda")
    return Proof(
        "The learning rate with the largest guaranteed decrease",
        claim=maximum(rate * (1 - rate * largest / 2), {rate: 1 / largest}),
        steps=[maximum(rate * (1 - rate * largest / 2), {rate: 1 / largest}, "a parabola in the learning rate")],
        equation="eq:best-learning-rate",
    )


def whitened_covariance() -> Proof:
    """R is the root of the diagonal matrix of eigenvalues, V holds their eigenvectors, and v is any vector."""
    V, R, direction = orthogonal("V", d), symmetric("R", d), matrix("v", d, 1)
    covariance = V * R * R * V.T
    white = MatMul(R.I * V.T, MatMul(covariance, V * (R.I * direction), evaluate=False), evaluate=False)
    return Proof(
        "A covariance, whitened from both sides, is the identity",
        claim=equal(white, direction),
        steps=[equal(white, direction, "V is orthogonal and cancels twice, and then both roots do")],
        given=(Ne(Determinant(R), 0),),
        equation="eq:whitened-covariance",
    )
