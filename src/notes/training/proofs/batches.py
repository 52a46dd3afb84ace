r"""The gradient on a batch: unbiased, with a variance that depends on how the batch is drawn."""

from itertools import combinations

from sympy import Eq, Rational, Sum, UnevaluatedExpr, binomial, symbols

from notes.proof import Proof, chain, equal, index, indexed, instances, natural, positive, real
from notes.proof.relations import Chain

batch, rest = natural("B"), natural("R")
mean, variance = real(r"\bar g"), positive(r"\sigma^2")


def inclusion_probabilities() -> Proof:
    """How many of the batches without replacement hold a given sample, and a given pair; the batch leaves R out."""
    samples = batch + rest
    one = binomial(samples - 1, batch - 1) / binomial(samples, batch)
    two = binomial(samples - 2, batch - 2) / binomial(samples, batch)
    return Proof(
        "Share of the batches that hold a given sample, and a given pair, among N = B + R",
        claim=[
            equal(UnevaluatedExpr(one), batch / samples),
            equal(UnevaluatedExpr(two), batch * (batch - 1) / (samples * (samples - 1))),
        ],
        steps=[
            equal(UnevaluatedExpr(one), batch / samples, "the other B - 1 members come from the other N - 1 samples"),
            equal(
                UnevaluatedExpr(two),
                batch * (batch - 1) / (samples * (samples - 1)),
                "the other B - 2 members come from the other N - 2 samples",
            ),
        ],
        equation="eq:inclusion",
    )


def minibatch_mean() -> Proof:
    """The batch mean is unbiased, because every sample is in the batch equally often."""
    i, samples, g = index("i"), natural("N"), indexed("g")
    total = Sum(g[i], (i, 1, samples))
    share = positive(r"\pi")
    return Proof(
        "The mean gradient of a batch is an unbiased estimate of the mean gradient of all samples",
        claim=equal(Sum(share * g[i], (i, 1, samples)) / batch, total / samples),
        steps=[
            chain(Sum(share * g[i], (i, 1, samples)) / batch)
            .equals(share * total / batch, "every sample has the same share of the batches")
            .equals(total / samples, "that share is B / N"),
        ],
        given=(Eq(share, batch / samples),),
        equation="eq:unbiased",
    )


def variance_with_replacement() -> Proof:
    """Variance of the mean of B independent draws."""
    square = variance + mean**2
    second = (batch * square + batch * (batch - 1) * mean**2) / batch**2
    return Proof(
        "The variance of a batch mean with replacement",
        claim=equal(UnevaluatedExpr(second) - mean**2, variance / batch),
        steps=[
            chain(UnevaluatedExpr(second) - mean**2)
            .equals(
                square / batch + (batch - 1) * mean**2 / batch - mean**2,
                "B squares, and B (B - 1) products of independent draws",
            )
            .equals(variance / batch, "the squared means cancel"),
        ],
        equation="eq:variance-with",
    )


def variance_without_replacement() -> Proof:
    """Variance of the mean of B different samples of N = B + R: the finite population correction."""
    samples = batch + rest
    squares, total = samples * (variance + mean**2), samples * mean
    pairs = batch * (batch - 1) / (samples * (samples - 1))
    second = (batch / samples * squares + pairs * (total**2 - squares)) / batch**2
    others = (batch - 1) / (batch * samples * (samples - 1)) * (total**2 - squares)
    corrected = variance / batch * (samples - batch) / (samples - 1)
    return Proof(
        "The variance of a batch mean without replacement, from N = B + R samples",
        claim=equal(UnevaluatedExpr(second) - mean**2, corrected),
        steps=[
            chain(UnevaluatedExpr(second) - mean**2)
            .equals(
                squares / (batch * samples) + others - mean**2,
                "sum the squares and the products of pairs, each weighted by its share of the batches",
            )
            .equals(corrected, "put in the sums, which the mean and variance give"),
        ],
        equation="eq:variance-without",
    )


def variance_by_enumeration() -> Proof:
    """The same variance, from every batch of four samples written out."""
    g = symbols("g_1:5", real=True)
    average = sum(g) / 4
    spread = sum((value - average) ** 2 for value in g) / 4

    def enumerated(size: int) -> Chain:
        means = [sum(members) / size for members in combinations(g, size)]
        measured = sum((value - average) ** 2 for value in means) / len(means)
        return equal(measured, spread / size * Rational(4 - size, 3), "every batch written out")

    return Proof(
        "The finite population correction for four samples, every batch written out",
        claim=instances(enumerated, (1, 2, 3)),
        steps=[instances(enumerated, (1, 2, 3))],
    )
