"""Slips on embeddings that are learnt with labels."""

from collections.abc import Callable

from sympy import Expr, Matrix, Rational, Symbol, acos, cos, exp, floor, pi, simplify, sqrt

from notes.errata import Erratum, Slip

DISTANCE_OF_ONE_SAMPLE = Erratum(
    chapter=7,
    section="deep-metric-learning",
    source=r"it is not guaranteed that if sample $s \in Y_i$ the distance between sample is small",
    correction=r"... that if two samples $s, s' \in Y_i$, the distance between them is small.",
    why="A distance needs two.",
    slip=Slip.COPYING,
)

softmax_loss, distance, weight = (Symbol(name, positive=True) for name in ("softmax", "distance", "lambda"))

TOTAL_CALLED_CENTER_LOSS = Erratum(
    chapter=7,
    section="center-loss",
    source=r"$\mathcal{L}_{center} = \mathcal{L}_{softmax} + \frac{\lambda}{2} \sum_i^N \| z_i - c_i \|_2^2$",
    correction=r"$\mathcal{L} = \mathcal{L}_{softmax} + \lambda \mathcal{L}_{center}$: centre loss is the *term*, "
    r"$\mathcal{L}_{center} = \frac12 \sum_i \| z_i - c_{y_i} \|_2^2$.",
    why="So it is named where it is added, and then its softmax would be counted twice. Centre loss is zero where every embedding is at its "
    "centre, whatever the classifier says.",
    slip=Slip.COPYING,
    check=lambda loss: loss.subs(distance, 0) == 0,
    written=softmax_loss + weight / 2 * distance,
    corrected=distance / 2,
)

CENTRE_OF_THE_EXAMPLE = Erratum(
    chapter=7,
    section="center-loss",
    source=r"$\frac{\lambda}{2} \sum_i^N \| z_i - c_i \|_2^2$, distance from the centroid of class sample i",
    correction=r"$\frac{\lambda}{2} \sum_i^N \|z_i - c_{y_i}\|_2^2$, half the *squared* distance from the centre of class $y_i$.",
    why="With one centre an example, every centre could sit on its example and the loss would be zero for any features.",
    slip=Slip.COPYING,
    check=lambda centre: sum((z - centre(i)) ** 2 for i, z in enumerate((1, 3))) > 0,
    written=lambda i: (1, 3)[i],
    corrected=lambda _: 2,
)


CENTRES_OF_SPHEREFACE = Erratum(
    chapter=7,
    section="sphereface",
    source=r"Sphere Face: Modify the softmax to allow a different choice of the \"center\" in the center loss. Consider $\theta_{y_i}$ as "
    "the angle between $z_i$ and centroid of class y",
    correction=r"SphereFace has no centres. θ is the angle between z and the weight vector $W_y$ of the last layer.",
    why="The weight vector is learnt by gradient descent and is not the mean of anything: only its direction counts.",
    slip=Slip.ERROR,
)


def _logit_is_length_times_cosine(layer: tuple[Matrix, Expr]) -> bool:
    """Whether weights and bias make the logit of a feature its length times the cosine of its angle with the weights."""
    z, (w, bias) = Matrix([1, sqrt(3)]), layer
    angle = acos(w.dot(z) / (w.norm() * z.norm()))
    return simplify(w.dot(z) + bias - z.norm() * cos(angle)) == 0


MODIFIED_SOFTMAX_HYPOTHESES = Erratum(
    chapter=7,
    section="sphereface",
    source=r"$L_{\text{mod softmax}} = -\frac{1}{N} \sum_i^N \log \frac{\exp(W_{y_i}^T z_i + b_{y_i})}{\dots}$ "
    r"$= -\frac{1}{N} \sum_1^N \log \frac{\exp(\|z_i\| \cos(\theta_{y_i}))}{\dots}$",
    correction=r"Equal only after setting $\|W_j\| = 1$ and $b_j = 0$, which is what makes the softmax a modified one. The name belongs "
    "to the right side alone.",
    why=r"In general the logit is $\|W_j\| \|z_i\| \cos \theta_j + b_j$.",
    slip=Slip.HYPOTHESIS,
    check=_logit_is_length_times_cosine,
    written=(Matrix([3, 0]), Rational(1, 4)),
    corrected=(Matrix([1, 0]), Rational(0)),
)


def _normalises(term: Callable[[Callable[[int], Expr], int], Expr]) -> bool:
    """Whether the terms of the denominator sum to that of the softmax of W z, for three weight vectors of length one and class 0."""
    z, weights = Matrix([1, 0]), [Matrix([1, 0]), Matrix([1, sqrt(3)]) / 2, Matrix([0, 1])]
    return simplify(sum(term(lambda j: acos(weights[j].dot(z)), j) - exp(weights[j].dot(z)) for j in range(3))) == 0


ONE_ANGLE_FOR_ALL = Erratum(
    chapter=7,
    section="sphereface",
    source=r"$\sum_j^N \exp(W_j^T z_i + b_j)$ and $\sum_j^N \exp(\|z_i\| \cos(\theta_{y_j}))$",
    correction=r"$\sum_j^C \exp(W_j^T z_i + b_j)$ and $\sum_j^C \exp(\|z_i\| \cos(\theta_{j,i}))$, over the C classes, with the angle between "
    "$z_i$ and $W_j$.",
    why="The sums are over classes, not over the N examples, and each class has an angle of its own. (A third N is the width of the "
    r"embedding, $f_{\theta}: \mathbb{X}^D \rightarrow \mathbb{R}^N$.)",
    slip=Slip.COPYING,
    check=_normalises,
    written=lambda angle, _: exp(cos(angle(0))),
    corrected=lambda angle, j: exp(cos(angle(j))),
)


SMALLEST_COSINE = Erratum(
    chapter=7,
    section="sphereface",
    source=r"We assign to sample i the class y if the projection $z_i$ to the center of class y is the largest or if the cosine angle is "
    "the smallest between all the centroids",
    correction="The class whose angle is the smallest, which is the one whose *cosine* is the largest.",
    why="On half a turn the cosine falls as the angle grows.",
    slip=Slip.COPYING,
    check=lambda choice: choice([acos(Rational(k, 4)) for k in (1, 3, 2)]) == 1,
    written=lambda angles: min(range(3), key=lambda j: cos(angles[j])),
    corrected=lambda angles: min(range(3), key=lambda j: angles[j].evalf()),
)


def _asks_for_more(margin: Callable[[Expr], Expr]) -> bool:
    """Whether the own class's cosine is replaced by something smaller at every angle up to half a turn."""
    return all(bool(margin(k * pi / 12) < cos(k * pi / 12)) for k in range(1, 13))


NO_MARGIN = Erratum(
    chapter=7,
    section="sphereface",
    source=r"Sphere Face: Modify the softmax ... $\exp(\|z_i\| \cos(\theta_{y_i}))$",
    correction=r"SphereFace replaces $\cos \theta_y$ by $\psi(\theta_y) = (-1)^k \cos(\mu \theta_y) - 2k$ in the own class's logit.",
    why=r"The modified softmax, with which the section ends, asks only that the own angle be the smallest. The margin asks that $\mu$ "
    "times it still be.",
    slip=Slip.HYPOTHESIS,
    check=_asks_for_more,
    written=cos,
    corrected=lambda angle: (-1) ** floor(4 * angle / pi) * cos(4 * angle) - 2 * floor(4 * angle / pi),
)
