r"""Centre loss and the angular margin."""

from sympy import Derivative, Expr, Integer, Subs, Sum, UnevaluatedExpr, atan, cos, exp, log, pi, sin

from notes.proof import (
    Proof,
    chain,
    count,
    equal,
    index,
    indexed,
    minimum,
    natural,
    positive,
    probability,
    ratio,
    real,
)

n, i = natural("n"), index("i")
c, features = real("c"), indexed("z")


def center_loss_gradient() -> Proof:
    """The gradient by a feature is its offset from the centre; the centre that costs least is the class mean."""
    z, others = real("z_k"), real("R")
    loss = ((z - c) ** 2 + others) / 2
    total = Sum((features[i] - c) ** 2, (i, 1, n)) / 2
    mean = Sum(features[i], (i, 1, n)) / n
    return Proof(
        "The centre loss pulls every feature to its centre, and the best centre is the mean of the class",
        claim=[
            equal(Derivative(loss, z), z - c),
            minimum(total, {c: mean}, "the centre"),
        ],
        steps=[
            equal(Derivative(loss, z), z - c, "one coordinate; R is the sum of the squares of the others"),
            minimum(
                total,
                {c: mean},
                "summed over the n examples of a class, in one coordinate of the centre",
            ),
        ],
        equation="eq:center-gradient",
    )


def center_update() -> Proof:
    """One update moves a centre part of the way to the mean of its class in the batch, and stops there."""
    rate = probability(r"\alpha")
    total = Sum(features[i], (i, 1, n))
    mean = total / n
    moved = c - rate * ratio(Sum(c - features[i], (i, 1, n)), 1 + n)
    share = ratio(rate * n, 1 + n)
    return Proof(
        "An update moves the centre by a share of the way to the mean of its class in the batch",
        claim=equal(moved, (1 - share) * c + share * mean),
        steps=[
            chain(moved)
            .equals(c - rate * ratio(n * c - total, 1 + n), "n equal terms")
            .equals(
                (1 - share) * c + share * mean,
                "a weighted mean of the old centre and the batch's: the more examples, the nearer to the rate itself",
            )
        ],
        equation="eq:center-update",
    )


def psi_is_continuous() -> Proof:
    """Neighbouring pieces of psi meet where one ends and the next starts."""
    multiple, k = natural(r"\mu"), natural("k")
    theta = real(r"\theta")

    def piece(number: Expr) -> Expr:
        return (-1) ** number * cos(multiple * theta) - 2 * number

    corner = k * pi / multiple
    return Proof(
        "The pieces of psi meet",
        claim=equal(Subs(piece(k - 1), theta, corner), Subs(piece(k), theta, corner)),
        steps=[
            chain(Subs(piece(k - 1), theta, corner))
            .equals(1 - 2 * k, "the end of the piece before: its cosine has come down to minus one")
            .equals(Subs(piece(k), theta, corner), "the start of the next: its cosine is one, and two lower")
        ],
        equation="eq:psi-continuous",
    )


def psi_decreases() -> Proof:
    """Within a piece psi is a cosine over half a turn, hence falling; with one piece it is the cosine itself."""
    k, start, tangent = count("k"), real("u"), positive("t")
    turned = (-1) ** k * cos(UnevaluatedExpr(k * pi) + start) - 2 * k
    theta = real(r"\theta")
    piece = count("p")
    single = Subs((-1) ** piece * cos(theta) - 2 * piece, piece, 0)
    slope = Subs(Derivative(cos(start) - 2 * k, start), start, 2 * atan(tangent))
    return Proof(
        "Within each piece psi falls from one end to the other; with a single piece it is the cosine",
        claim=[
            equal(turned, cos(start) - 2 * k),
            equal(Derivative(cos(start) - 2 * k, start), 0 - sin(start)),
            chain(slope).below(Integer(0)),
            equal(single, cos(theta)),
        ],
        steps=[
            equal(
                turned,
                cos(start) - 2 * k,
                "u is mu times the angle, counted from the start of the piece; it runs from 0 to half a turn",
            ),
            equal(Derivative(cos(start) - 2 * k, start), 0 - sin(start), "the slope, which is zero at both ends"),
            chain(slope)
            .equals(-sin(2 * atan(tangent)), "between them u is twice the angle of a positive tangent t")
            .equals(-2 * tangent / (1 + tangent**2), "the sine of twice an angle")
            .below(0, "so the slope is negative"),
            equal(single, cos(theta), "mu = 1 has the one piece p = 0: the modified softmax"),
        ],
        equation="eq:psi-decreases",
    )


def arcface_gradient() -> Proof:
    """The slope of ArcFace by the own angle, its logit without an arc cosine, and what the margin takes off it."""
    theta, margin, middle, half = real(r"\theta"), real("m"), real(r"\omega"), real(r"\delta")
    scale, others = positive("S"), positive("R")
    own = scale * cos(theta + margin)
    share = ratio(exp(own), exp(own) + others)
    steps = [
        equal(
            own,
            scale * (cos(theta) * cos(margin) - sin(theta) * sin(margin)),
            "the cosine of a sum: cosine and sine of the margin are two numbers",
        ),
        equal(
            Derivative(log(exp(own) + others) - own, theta),
            (1 - share) * scale * sin(theta + margin),
            "R is the sum of the exponentials of the other classes; the slope of the logit times what the share lacks",
        ),
        equal(
            scale * cos(middle - half) - scale * cos(middle + half),
            2 * scale * sin(middle) * sin(half),
            "delta is half the margin and the angle is omega less delta: by so much the logit is lowered",
        ),
    ]
    return Proof(
        "ArcFace: its logit without an arc cosine, its slope, and what the margin takes off the logit",
        claim=steps,
        steps=steps,
        equation="eq:arcface-gradient",
    )
