r"""The promise of a conformal interval, from ranks that are equally probable."""

from sympy import Eq, Lt

from notes.proof import Proof, above, at_least, chain, natural, nonnegative, positive, probability


def coverage() -> Proof:
    """The first of n + 1 equally probable ranks have a probability between the promise and a little more."""
    n, k, miscoverage, rounded_up = (
        natural("n"),
        positive(r"\hat k"),
        probability(r"\alpha"),
        nonnegative(r"\eta"),
    )
    share = k / (n + 1)
    exact = chain(share).equals(1 - miscoverage + rounded_up / (n + 1), "eta is what was rounded up")
    return Proof(
        "Of n + 1 equally probable ranks the first, as many as the promised share rounded up, have at least the "
        "promised probability, and less than one rank more",
        claim=[at_least(share, 1 - miscoverage), above(1 - miscoverage + 1 / (n + 1), share)],
        steps=[
            exact.at_least(1 - miscoverage, "eta is not negative"),
            exact.below(1 - miscoverage + 1 / (n + 1), "eta is below one"),
        ],
        given=(Eq(k, (n + 1) * (1 - miscoverage) + rounded_up), Lt(rounded_up, 1)),
        equation="eq:conformal-coverage",
    )
