r"""The chain rule of probability normalises."""

from sympy import Eq, Expr, Product, Sum

from notes.proof import Proof, chain, count, equal, index, indexed, induction, natural

w, V = index("w"), natural("V")


def next_word(history: Expr, word: Expr) -> Expr:
    """The probability of a word after a history: a positive number of its own over the sum of all of them."""
    raw, other = indexed("u", positive=True), index("v")
    return raw[history, word] / Sum(raw[history, other], (other, 1, V))


def chain_rule_normalises() -> Proof:
    """A probability is the product of the conditional ones; sequences one word longer have together the same mass."""
    M, s, before = natural("M"), index("s"), indexed("p", nonnegative=True)
    T, t, prefixes = count("T"), index("t"), indexed("Y", positive=True)

    def conditional(last: Expr) -> Expr:
        return Product(prefixes[t] / prefixes[t - 1], (t, 1, last))

    factors = equal(prefixes[T], conditional(T))
    longer = chain(prefixes[T + 1]).equals(
        conditional(T + 1), "the next word, given those before it; by the hypothesis"
    )
    mass = equal(
        Sum(before[s] * Sum(next_word(s, w), (w, 1, V)), (s, 1, M)),
        Sum(before[s], (s, 1, M)),
        "p are the probabilities of the M sequences so far; after each, the next of V words has a distribution of its "
        "own, positive numbers u over their sum. The empty sequence, the only one of its length, has probability one",
    )
    return Proof(
        "The probability of a sequence by its words, and that of all sequences that are one word longer",
        claim=[factors, mass],
        steps=[induction(factors, over=T, step=longer), mass],
        given=(Eq(prefixes[0], 1),),
        equation="eq:sequence-probability",
    )
