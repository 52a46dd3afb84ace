r"""The Newton-Schulz iteration: it acts on singular values alone, and the cubic one takes them to one."""

from sympy import Expr

from notes.proof import Proof, above, bounded, chain, equal, natural, orthogonal, real, symmetric

n = natural("n")
a, b, c = map(real, ("c_1", "c_3", "c_5"))


def newton_schulz_acts_on_singular_values() -> Proof:
    """An odd polynomial of a matrix applies itself to the singular values, and leaves the singular vectors."""
    left, right, values = orthogonal("U", n), orthogonal("V", n), symmetric(r"\Sigma", n)
    x = left * values * right.T
    iterated = a * x + b * (x * x.T * x) + c * (x * x.T * x * x.T * x)
    return Proof(
        "A round of Newton-Schulz acts on the singular values of a square matrix alone",
        claim=equal(iterated, left * (a * values + b * values**3 + c * values**5) * right.T),
        steps=[
            chain(iterated)
            .equals(
                a * (left * values * right.T) + b * (left * values**3 * right.T) + c * (left * values**5 * right.T),
                "between two factors stand a matrix of singular vectors and its transpose, which cancel",
            )
            .equals(left * (a * values + b * values**3 + c * values**5) * right.T, "collect")
        ],
        equation="eq:newton-schulz-values",
    )


def cubic_newton_schulz_converges() -> Proof:
    """The cubic iteration raises every singular value below one, and squares its distance to one, nearly."""
    s = bounded(r"\xi", 0, 1)
    after: Expr = (3 * s - s**3) / 2
    raised = chain(after - s).equals(s * (1 - s) * (1 + s) / 2, "factor").above(0, "each factor is positive")
    distance = equal(1 - after, (1 - s) ** 2 * (1 + s / 2), "one is a double root")
    return Proof(
        "The cubic iteration raises every singular value between zero and one, and squares its distance to one but for "
        "a factor below 3/2",
        claim=[above(after - s, 0), distance, above(1 - after, 0)],
        steps=[raised, distance, chain(1 - after).equals((1 - s) ** 2 * (1 + s / 2), "so").above(0, "positive")],
        equation="eq:newton-schulz-cubic",
    )
