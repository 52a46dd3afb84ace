r"""The gradient on a batch: unbiased, with a variance that depends on how the batch is drawn."""

from itertools import combinations

from sympy import Eq, Expr, Rational, Sum, Symbol, binomial, symbols

from notes.proof import Proof, chain, equal, index, indexed, instances, lemma, natural, nonnegative
from notes.proof.relations import Chain

batch, rest = natural("B"), natural("R")
samples = batch + rest
variance = nonnegative(r"\sigma^2")
i, j, g = index("i"), index("j"), indexed("g")

share = binomial(samples - 1, batch - 1) / binomial(samples, batch)
pair_share = binomial(samples - 2, batch - 2) / binomial(samples, batch)
share_in_numbers = batch / samples
pair_share_in_numbers = batch * (batch - 1) / (samples * (samples - 1))


def over_samples(term: Expr, variable: Symbol, last: Expr) -> Expr:
    """The sum of a term over all samples."""
    return Sum(term, (variable, 1, last))


def inclusion_probabilities() -> Proof:
    """How many of the batches without replacement hold a given sample, and a given pair; the batch leaves R out."""
    one = equal(share, share_in_numbers, "the other B - 1 members come from the other N - 1 samples")
    return Proof(
        "Share of the batches that hold a given sample, and a given pair, among N = B + R",
        claim=[one, equal(pair_share, pair_share_in_numbers)],
        steps=[one, equal(pair_share, pair_share_in_numbers, "shown above", lemma(inclusion_of_a_pair))],
        equation="eq:inclusion",
    )


def inclusion_of_a_pair() -> Proof:
    """How many of the batches without replacement hold a given pair of samples."""
    step = equal(pair_share, pair_share_in_numbers, "the other B - 2 members come from the other N - 2 samples")
    return Proof("Share of the batches that hold a given pair of samples, among N = B + R", step, [step])


def minibatch_mean() -> Proof:
    """The batch mean is unbiased, because every sample is in the batch equally often."""
    expected = over_samples(share * g[i], i, samples) / batch
    return Proof(
        "The mean gradient of a batch drawn without replacement is an unbiased estimate of the mean gradient of all "
        "samples",
        claim=equal(expected, over_samples(g[i], i, samples) / samples),
        steps=[
            chain(expected)
            .equals(
                over_samples(share_in_numbers * g[i], i, samples) / batch,
                "each sample counts in the share of the batches that hold it",
                lemma(inclusion_probabilities),
            )
            .equals(over_samples(g[i], i, samples) / samples, "the size of the batch cancels"),
        ],
        equation="eq:unbiased",
    )


def _variance(last: Expr) -> Eq:
    """What the variance of the samples is."""
    mean = over_samples(g[j], j, last) / last
    return Eq(variance, over_samples((g[i] - mean) ** 2, i, last) / last, evaluate=False)


def variance_with_replacement() -> Proof:
    """Variance of the mean of B independent draws, from the expectations of all products of two draws."""
    count, first, second = natural("N"), index("k"), index("l")
    square = over_samples(g[i] ** 2, i, count) / count
    product = over_samples(over_samples(g[i] * g[j], j, count), i, count) / count**2
    others = Sum(product, (second, 1, first - 1)) + Sum(product, (second, first + 1, batch))
    mean = over_samples(g[i], i, count) / count
    measured = Sum(square + others, (first, 1, batch)) / batch**2 - mean**2
    return Proof(
        "The variance of a batch mean with replacement",
        claim=equal(measured, variance / batch),
        steps=[
            chain(measured)
            .equals(
                square / batch + (batch - 1) * mean**2 / batch - mean**2,
                "a draw with itself has a square for its expectation, and two independent draws, k and l, the mean "
                "over all pairs of samples: the product of the means",
            )
            .equals(variance / batch, "the squared means cancel"),
        ],
        given=(_variance(count),),
        equation="eq:variance-with",
    )


def variance_without_replacement() -> Proof:
    """Variance of the mean of B different samples of N = B + R: the finite population correction."""
    mean = over_samples(g[i], i, samples) / samples
    others = over_samples(g[j], j, samples) - g[i]

    def second_moment(one: Expr, two: Expr) -> Expr:
        return over_samples(one * g[i] ** 2 + two * g[i] * others, i, samples) / batch**2

    corrected = variance / batch * (samples - batch) / (samples - 1)
    return Proof(
        "The variance of a batch mean without replacement, from N = B + R samples",
        claim=equal(second_moment(share, pair_share) - mean**2, corrected),
        steps=[
            chain(second_moment(share, pair_share) - mean**2)
            .equals(
                second_moment(share_in_numbers, pair_share) - mean**2,
                "each square counts in the share of the batches that hold the sample",
                lemma(inclusion_probabilities),
            )
            .equals(
                second_moment(share_in_numbers, pair_share_in_numbers) - mean**2,
                "each product with another sample in the share of the batches that hold both",
                lemma(inclusion_of_a_pair),
            )
            .equals(corrected, "multiply out"),
        ],
        given=(_variance(samples),),
        equation="eq:variance-without",
    )


def variance_by_enumeration() -> Proof:
    """The same variance, from every batch of four samples written out."""
    values = symbols("g_1:5", real=True)
    average = sum(values) / 4
    spread = sum((value - average) ** 2 for value in values) / 4

    def enumerated(size: int) -> Chain:
        means = [sum(members) / size for members in combinations(values, size)]
        measured = sum((value - average) ** 2 for value in means) / len(means)
        return equal(measured, spread / size * Rational(4 - size, 3), "every batch written out")

    return Proof(
        "The finite population correction for four samples, every batch written out",
        claim=instances(enumerated, (2, 3)),
        steps=[instances(enumerated, (2, 3))],
    )
