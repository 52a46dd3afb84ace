r"""What an aggregation cannot tell apart, and attention as a mean."""

from collections.abc import Callable

from sympy import Abs, Expr, Matrix, Rational, Subs, Sum, UnevaluatedExpr, exp, sqrt

from notes.proof import Proof, equal, index, indexed, natural, positive, real
from notes.proof.relations import Chain

h = indexed("h")
EDGES = ((0, 1), (0, 2), (0, 3), (1, 2), (2, 3))
NEIGHBOURS = {n: [m for pair in EDGES if n in pair for m in pair if m != n] for n in range(4)}
DEGREE = {n: len(others) for n, others in NEIGHBOURS.items()}


def forms_agree() -> Proof:
    """Sum, enhancement, mean and Kipf's normalisation on the source's graph: matrix against neighbourhood."""
    epsilon, marks = real(r"\epsilon"), indexed("t")
    hidden = Matrix(1, 4, lambda _, n: h[n])
    A = Matrix(4, 4, lambda m, n: int((min(m, n), max(m, n)) in EDGES))
    D = Matrix.diag(*DEGREE.values())
    half = Matrix.diag(*(1 / sqrt(d) for d in DEGREE.values()))

    def compared(matrix: Matrix, by_node: list[Expr], reason: str) -> Chain:
        product = hidden * matrix
        left = sum(marks[n] * UnevaluatedExpr(product[n]) for n in range(4))
        return equal(left, sum(marks[n] * by_node[n] for n in range(4)), reason)

    def heard(weight: Callable[[int, int], Expr]) -> list[Expr]:
        return [sum(h[m] * weight(m, n) for m in NEIGHBOURS[n]) for n in range(4)]

    own = Matrix.eye(4)
    plain, mean = heard(lambda *_: 1), heard(lambda _, n: Rational(1, DEGREE[n]))
    kipf = heard(lambda m, n: 1 / sqrt(DEGREE[m] * DEGREE[n]))
    steps = [
        compared(A + own, [h[n] + plain[n] for n in range(4)], "sum"),
        compared(A + (1 + epsilon) * own, [(1 + epsilon) * h[n] + plain[n] for n in range(4)], "diagonal enhancement"),
        compared(A * D.inv() + own, [h[n] + mean[n] for n in range(4)], "mean: the columns are divided"),
        compared(half * A * half + own, [h[n] + kipf[n] for n in range(4)], "Kipf's normalisation: both are divided"),
    ]
    return Proof(
        "Matrix and neighbourhood form of four aggregations agree on the graph of the source",
        claim=steps,
        steps=steps,
        equation="eq:aggregations",
    )


def confused_pairs() -> Proof:
    """Two neighbourhoods for each aggregation that it takes for one another."""
    a, b, c, t = real("a"), real("b"), real("c"), positive("t")
    k, n, m = index("k"), natural("n"), natural("m")
    steps = [
        equal(UnevaluatedExpr(a) + b, 2 * ((a + b) / 2), "sum: two different neighbours, or two of their mean"),
        equal(Sum(a, (k, 1, n)) / n, Sum(a, (k, 1, m)) / m, "mean: equal neighbours, however many"),
        equal(
            Subs((a + b + Abs(a - b)) / 2, (a, b), (c + t, c)),
            c + t,
            "maximum, as half of sum and distance: of two neighbours the larger is heard, as if it were alone",
        ),
    ]
    return Proof("Every aggregation confuses some neighbourhoods", claim=steps, steps=steps, equation="eq:confusions")


def attention_is_a_mean() -> Proof:
    """The weights of attention sum to one, so equal neighbours are heard as one of them, however many they are."""
    score, k, d, value = indexed("s"), index("m"), natural("d"), real("h")
    total = Sum(exp(score[k]), (k, 1, d))
    steps = [
        equal(Sum(exp(score[k]) / total, (k, 1, d)), 1, "numerators and denominator are one sum"),
        equal(Sum(exp(score[k]) / total * value, (k, 1, d)), value, "so the mean of equal columns is that column"),
    ]
    return Proof("Attention is a weighted mean", claim=steps, steps=steps, equation="eq:graph-attention")


def ranking_without_a_listener() -> Proof:
    """Before the leaky rectification the difference of two scores does not depend on who listens."""
    listener, one, other = real("u_n"), real("v_m"), real("v_k")
    return Proof(
        "Who speaks louder does not depend on who listens",
        claim=equal((listener + one) - (listener + other), one - other),
        steps=[
            equal(
                UnevaluatedExpr(listener + one) - (listener + other),
                one - other,
                "the part of the listener cancels; the rectification is increasing and keeps the order",
            )
        ],
        equation="eq:static-attention",
    )
