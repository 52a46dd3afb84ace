r"""Mixture densities: the stable logarithm of a sum, and the two parts of the variance."""

from sympy import Eq, Expr, Sum, exp, log

from notes.proof import Proof, chain, equal, index, indexed, natural, real

M, m = natural("M"), index("m")


def over_modes(term: Expr) -> Expr:
    """A sum over the modes of a mixture."""
    return Sum(term, (m, 1, M))


def log_sum_exp() -> Proof:
    """Any number may be taken out of a sum of exponentials before its logarithm is taken."""
    a, c = indexed("a"), real("c")
    whole, rest = log(over_modes(exp(a[m]))), log(over_modes(exp(a[m] - c)))
    return Proof(
        "Any number may be taken out of the logarithm of a sum of exponentials",
        claim=equal(whole, c + rest),
        steps=[
            chain(whole)
            .equals(log(exp(c) * over_modes(exp(a[m] - c))), "a common factor")
            .equals(c + rest, "the logarithm of a product")
        ],
        equation="eq:log-sum-exp",
    )


def variance_of_a_mixture() -> Proof:
    """Second moment minus squared mean is the mean of the variances plus the variance of the means."""
    w, mu, v, mean = indexed("w", positive=True), indexed(r"\mu"), indexed("v", positive=True), real(r"\bar\mu")
    second, within = over_modes(w[m] * (v[m] + mu[m] ** 2)), over_modes(w[m] * v[m])
    between, squares = over_modes(w[m] * (mu[m] - mean) ** 2), over_modes(w[m] * mu[m] ** 2)
    multiplied_out = squares - 2 * mean * over_modes(w[m] * mu[m]) + mean**2 * over_modes(w[m])
    return Proof(
        "The variance of a mixture is the mean of the variances plus the variance of the means",
        claim=equal(second - mean**2, within + between),
        steps=[
            chain(within + between)
            .equals(within + multiplied_out, "multiply the square out")
            .equals(within + squares - mean**2, "the weights sum to one, and the weighted means to the mean")
            .equals(second - mean**2, "one sum instead of two")
        ],
        given=(Eq(over_modes(w[m]), 1), Eq(over_modes(w[m] * mu[m]), mean)),
        equation="eq:mixture-variance",
    )
