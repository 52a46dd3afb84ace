r"""The promise of a conformal interval, from ranks that are equally probable."""

from sympy import Eq, Lt

from notes.proof import Proof, above, at_least, chain, natural, nonnegative, positive, probability


def coverage() -> Proof:
    """The k first of n + 1 equally probable ranks have a probability between the promise and a little more."""
    n, k, miscoverage, rounded_up = natural("n"), positive("k"), probability(r"\alpha"), nonnegative("u")
    share = k / (n + 1)
    exact = chain(share).equals(1 - miscoverage + rounded_up / (n + 1), "what is rounded up is u")
    return Proof(
        "Of n + 1 equally probable ranks the first k have the promised probability, and less than one rank more",
        claim=[at_least(share, 1 - miscoverage), above(1 - miscoverage + 1 / (n + 1), share)],
        steps=[
            exact.at_least(1 - miscoverage, "u is not negative"),
            exact.below(1 - miscoverage + 1 / (n + 1), "u is below one"),
        ],
        given=(Eq(k, (n + 1) * (1 - miscoverage) + rounded_up), Lt(rounded_up, 1)),
        equation="eq:conformal-coverage",
    )
