r"""Continuous groups: waves around a point, clouds of points that move, and the frames of their principal axes."""

from sympy import Expr, I, MatMul, Sum, exp

from notes.proof import (
    Proof,
    equal,
    index,
    indexed,
    matrix,
    natural,
    ones,
    orthogonal,
    permutation,
    real,
)


def a_turn_is_a_phase() -> Proof:
    """What a filter of one angular frequency says of points is multiplied by a phase if the points are turned."""
    frequency, n, z, angle = real(r"\nu"), natural("n"), index("z"), real(r"\alpha")
    weights, directions = indexed(r"\xi"), indexed(r"\theta")

    def response(by: Expr) -> Expr:
        return Sum(weights[z] * exp(I * frequency * (directions[z] + by)), (z, 1, n))

    step = equal(
        response(angle),
        exp(I * frequency * angle) * response(0),
        "each wave is multiplied by the same phase, which does not depend on the point and leaves the sum",
    )
    return Proof(
        "A turn multiplies the response to a wave of one angular frequency by a phase",
        claim=step,
        steps=[step],
        equation="eq:harmonic-phase",
    )


def distances_and_pulls() -> Proof:
    """Distances do not see a motion, and pulls along the lines between points follow it."""
    n, d = natural("n"), natural("d")
    X, x, offset, shift = matrix("X", n, d), matrix("x", d, 1), matrix("v", d, 1), matrix(r"\tau", d, 1)
    Q, P, weights = orthogonal("Q", d), permutation("P", n), matrix(r"\omega", n, 1)

    def pulled(point: Expr, others: Expr, by: Expr) -> Expr:
        return point + (ones(n) * point.T - others).T * by

    steps = [
        equal(
            (Q.T * offset).T * (Q.T * offset),
            offset.T * offset,
            "v leads from one point to another, which a shift leaves alone; a rotation or reflection keeps its length",
        ),
        equal(
            pulled(Q.T * x + shift, X * Q + ones(n) * shift.T, weights),
            Q.T * pulled(x, X, weights) + shift,
            "each line from another point to x is moved by Q and not by the shift; so is their weighed sum",
        ),
        equal(pulled(x, P * X, P * weights), pulled(x, X, weights), "and a sum does not ask who is first"),
    ]
    return Proof(
        "Motions keep squared distances, and a point pulled along lines to others follows every motion",
        claim=steps,
        steps=steps,
        equation="eq:motions",
    )


def frames_follow() -> Proof:
    """Principal axes turn with the points, so that coordinates along them stay as they are."""
    n, d = natural("n"), natural("d")
    X, variances, axes, Q = matrix("X", n, d), matrix("Z", d, d), orthogonal("F", d), orthogonal("Q", d)
    steps = [
        equal(
            MatMul(Q.T, MatMul(axes, variances, axes.T, evaluate=False), Q, evaluate=False),
            MatMul(Q.T * axes, variances, (Q.T * axes).T, evaluate=False),
            "the columns of F are the principal axes: turned points have turned axes, with the same variances",
        ),
        equal((X * Q) * (Q.T * axes), X * axes, "and the turned points have along them the coordinates that they had"),
    ]
    return Proof(
        "Principal axes turn with the points, and coordinates along them stay",
        claim=steps,
        steps=steps,
        equation="eq:frames-follow",
    )
