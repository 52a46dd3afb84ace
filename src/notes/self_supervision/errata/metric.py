"""Slips on embeddings that are learnt with labels."""

from collections.abc import Callable

from sympy import Expr, Rational, acos, cos, exp, simplify

from notes.errata import Erratum, Slip

CENTRE_OF_THE_EXAMPLE = Erratum(
    chapter=7,
    section="center-loss",
    source=r"$\frac{\lambda}{2} \sum_i^N \|z_i - c_i\|_2^2$, the distance from the centroid.",
    correction=r"$\frac{\lambda}{2} \sum_i^N \|z_i - c_{y_i}\|_2^2$, half the *squared* distance from the centre of class $y_i$.",
    why="With one centre an example, every centre could sit on its example and the loss would be zero for any features.",
    slip=Slip.COPYING,
    check=lambda centre: min(sum((z - centre(i)) ** 2 for i, z in enumerate((1, 3))), 2) > 0,
    written=lambda i: (1, 3)[i],
    corrected=lambda _: 2,
)


CENTRES_OF_SPHEREFACE = Erratum(
    chapter=7,
    section="sphereface",
    source="SphereFace: modify the softmax to allow a different choice of the center in the center loss; θ is the angle "
    "between z and the centroid of class y.",
    correction=r"SphereFace has no centres. θ is the angle between z and the weight vector $W_y$ of the last layer.",
    why="The weight vector is learnt by gradient descent and is not the mean of anything: only its direction counts.",
    slip=Slip.ERROR,
)


z_length, w_length, theta, bias = 2, 3, acos(Rational(1, 2)), Rational(1, 4)


def _logit_is_length_times_cosine(logit: Expr) -> bool:
    """Whether a logit is the length of the feature times the cosine of its angle, as the modified softmax says."""
    return simplify(logit - z_length * cos(theta)) == 0


MODIFIED_SOFTMAX_HYPOTHESES = Erratum(
    chapter=7,
    section="sphereface",
    source=r"$W_j^\top z_i + b_j$ is replaced by $\|z_i\| \cos \theta_j$ with an equals sign.",
    correction=r"Equal only after setting $\|W_j\| = 1$ and $b_j = 0$, which is what makes the softmax a modified one.",
    why=r"In general the logit is $\|W_j\| \|z_i\| \cos \theta_j + b_j$.",
    slip=Slip.HYPOTHESIS,
    check=_logit_is_length_times_cosine,
    written=w_length * z_length * cos(theta) + bias,
    corrected=1 * z_length * cos(theta) + 0,
)


def _normalised(term: Callable[[int], Expr]) -> bool:
    """Whether the terms of the denominator are those of the three classes, for angles 0, 60 and 90 degrees and class 0."""
    angles = (0, acos(Rational(1, 2)), acos(0))
    return simplify(sum(term(j) for j in range(3)) - sum(exp(cos(angle)) for angle in angles)) == 0


ONE_ANGLE_FOR_ALL = Erratum(
    chapter=7,
    section="sphereface",
    source=r"$\sum_j^N \exp(\|z_i\| \cos(\theta_{y_j}))$",
    correction=r"$\sum_j^C \exp(\|z_i\| \cos(\theta_{j,i}))$, over the C classes, with the angle between $z_i$ and $W_j$.",
    why="The sum is over classes, not over the N examples, and each class has an angle of its own.",
    slip=Slip.COPYING,
    check=_normalised,
    written=lambda _: exp(cos(0)),
    corrected=lambda j: exp(cos((0, acos(Rational(1, 2)), acos(0))[j])),
)


SMALLEST_COSINE = Erratum(
    chapter=7,
    section="sphereface",
    source="We assign the class whose projection is the largest, or whose cosine angle is the smallest.",
    correction="The class whose angle is the smallest, which is the one whose *cosine* is the largest.",
    why="On half a turn the cosine falls as the angle grows.",
    slip=Slip.COPYING,
    check=lambda choice: choice([acos(Rational(k, 4)) for k in (1, 3, 2)]) == 1,
    written=lambda angles: min(range(3), key=lambda j: cos(angles[j])),
    corrected=lambda angles: min(range(3), key=lambda j: angles[j].evalf()),
)


NO_MARGIN = Erratum(
    chapter=7,
    section="sphereface",
    source="The section ends with the modified softmax.",
    correction=r"SphereFace replaces $\cos \theta_y$ by $\psi(\theta_y) = (-1)^k \cos(\mu \theta_y) - 2k$ in the own class's logit.",
    why=r"The modified softmax asks only that the own angle be the smallest. The margin asks that $\mu$ times it still be.",
    slip=Slip.HYPOTHESIS,
    check=lambda margin: bool(margin(Rational(1, 2)) < cos(Rational(1, 2))),
    written=cos,
    corrected=lambda angle: cos(4 * angle),
)
