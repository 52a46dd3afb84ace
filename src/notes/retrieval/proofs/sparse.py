r"""What no weights can know, how BM25 weighs the occurrences of a word, and how much of a question is covered."""

from sympy import Derivative, Eq, Expr, Gt, Rational, Subs, Sum, log

from notes.losses.proofs.information import log_bound
from notes.proof import (
    Proof,
    above,
    at_least,
    at_most,
    chain,
    count,
    equal,
    index,
    indexed,
    lemma,
    natural,
    nonnegative,
    positive,
    probability,
    ratio,
)

xi, k1, length = positive(r"\xi"), positive("k_1"), positive(r"\lambda")
b, share = probability("b"), positive("K")
n, more, tangent_at = count("n_w"), count("n'_w"), positive(r"\xi")


def saturated(frequency: Expr, threshold: Expr) -> Expr:
    """What BM25 counts for occurrences of a word, with the length in the threshold."""
    return (k1 + 1) * frequency / (frequency + threshold)


def half_saturation(steepness: Expr, relative_length: Expr) -> Expr:
    """The frequency that counts for half of the limit."""
    return k1 * (1 - steepness + steepness * relative_length)


def guess_without_knowledge() -> Proof:
    """Whatever probabilities a model gives to answers, if the answer is drawn alike among Y, it gets 1/Y on average."""
    Y, y = natural("Y"), index("y")
    guess = indexed(r"\chi", nonnegative=True)
    hit = Sum(guess[y] / Y, (y, 1, Y))
    return Proof(
        "An answer drawn alike among Y is guessed with probability 1/Y, by whatever rule",
        claim=equal(hit, 1 / Y),
        steps=[
            chain(hit)
            .equals(Sum(guess[y], (y, 1, Y)) / Y, "every answer is as likely as any other")
            .equals(1 / Y, "the probabilities of the guess sum to one")
        ],
        given=(Eq(Sum(guess[y], (y, 1, Y)), 1),),
        equation="eq:chance",
    )


def saturation_in_frequency() -> Proof:
    """The weight of a word grows with its frequency, ever more slowly, towards k1 + 1, which it does not reach."""
    weight = saturated(xi, share)
    gap = (k1 + 1) * share / (xi + share)
    return Proof(
        "The weight of a word in BM25 increases with its frequency, is concave, and has the limit k1 + 1",
        claim=[
            above(Derivative(weight, xi), 0),
            above(-Derivative(weight, xi, 2), 0),
            above(k1 + 1 - weight, 0),
            at_most(k1 + 1 - weight, (k1 + 1) * share / xi),
        ],
        steps=[
            chain(Derivative(weight, xi))
            .equals((k1 + 1) * share / (xi + share) ** 2, "differentiate by the frequency xi; K holds the length")
            .above(0, "every part is positive"),
            chain(-Derivative(weight, xi, 2))
            .equals(2 * (k1 + 1) * share / (xi + share) ** 3, "differentiate again")
            .above(0, "every part is positive: the slope falls"),
            chain(k1 + 1 - weight).equals(gap, "what is missing to the limit").above(0, "it is never reached"),
            chain(k1 + 1 - weight)
            .equals(gap, "and what is missing")
            .at_most((k1 + 1) * share / xi, "vanishes like one over the frequency"),
        ],
        equation="eq:bm25-saturation",
    )


def length_normalisation() -> Proof:
    """A longer document counts less; not at all for b = 0; and for b = 1 only the share of the word matters."""
    times = positive("g")
    weight = saturated(xi, half_saturation(b, length))
    unnormalised = Subs(weight, b, 0)
    repeated, once = (
        saturated(times * xi, half_saturation(1, times * length)),
        saturated(xi, half_saturation(1, length)),
    )
    return Proof(
        "Longer documents count less, unless b is zero; if b is one, a text repeated g times counts as it does once",
        claim=[
            above(-Derivative(weight, length), 0),
            above(-Derivative(once, length), 0),
            equal(unnormalised, saturated(xi, k1)),
            equal(repeated, once),
        ],
        steps=[
            chain(-Derivative(weight, length))
            .equals(
                (k1 + 1) * xi * k1 * b / (xi + half_saturation(b, length)) ** 2, "differentiate by the relative length"
            )
            .above(0, "every part is positive"),
            chain(-Derivative(once, length))
            .equals((k1 + 1) * xi * k1 / (xi + half_saturation(1, length)) ** 2, "likewise at b = 1")
            .above(0, "every part is positive"),
            equal(unnormalised, saturated(xi, k1), "without normalisation the length is gone"),
            equal(repeated, once, "frequency and length grow by one factor, which cancels"),
        ],
        equation="eq:bm25-length",
    )


def rarity_is_positive() -> Proof:
    """The log odds turn negative for words in more than half of the documents; with one added they stay positive."""
    half, documents, beyond = Rational(1, 2), n + more, natural("E")
    inverse = (n + half) / (documents + 1)
    frequent = (n + half) / (n + beyond + half)
    odds = ratio(documents - n + half, n + half)
    return Proof(
        "With one added to the odds the weight of a word is positive; without, it is negative for frequent words",
        claim=[equal(log(1 + odds), -log(inverse)), above(-log(inverse), 0), above(-log(frequent), 0)],
        steps=[
            equal(
                log(1 + odds),
                -log(inverse),
                "over one denominator; n documents have the word and n' do not, and N is both together",
            ),
            chain(-log(inverse))
            .at_least(1 - inverse, "the tangent bound", by=lemma(log_bound, {tangent_at: inverse}))
            .equals((more + half) / (documents + 1), "take the difference")
            .above(0, "n and n' are not negative"),
            chain(-log(frequent))
            .at_least(
                1 - frequent,
                "without the one: the odds of a word in n + E of 2 n + E documents; the bound again",
                by=lemma(log_bound, {tangent_at: frequent}),
            )
            .equals(beyond / (n + beyond + half), "take the difference")
            .above(0, "so minus their logarithm is positive, and the weight would be negative"),
        ],
        equation="eq:bm25-idf",
    )


def coverage_is_a_share() -> Proof:
    """The covered share of a question lies from zero to one, and no word that the notes lack raises it."""
    found, absent, unknown = nonnegative("F"), nonnegative("G"), nonnegative("U")
    covered = found / (found + absent + unknown)
    return Proof(
        "Coverage lies between zero and one and does not rise with the weight of unknown words",
        claim=[
            at_least(covered, 0),
            at_least(1 - covered, 0),
            at_least(-Derivative(covered, unknown), 0),
        ],
        steps=[
            at_least(covered, 0, "weights are not negative"),
            chain(1 - covered)
            .equals((absent + unknown) / (found + absent + unknown), "what is not covered")
            .at_least(0, "neither"),
            chain(-Derivative(covered, unknown))
            .equals(found / (found + absent + unknown) ** 2, "differentiate by the weight of the unknown words")
            .at_least(0, "a weight over a square"),
        ],
        given=(Gt(found + absent + unknown, 0, evaluate=False),),
        equation="eq:coverage-bounds",
    )
