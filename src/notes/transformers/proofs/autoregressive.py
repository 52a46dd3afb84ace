r"""The chain rule of probability normalises, and a greedy choice is no search."""

from sympy import Eq, Expr, Integer, Product, Rational, Sum, UnevaluatedExpr

from notes.proof import Proof, above, chain, count, equal, index, indexed, induction, natural, nonnegative

w, V = index("w"), natural("V")
prefix = nonnegative(r"\zeta")
following = indexed("q", nonnegative=True)

PATH_OF_GREEDY = (Rational(3, 5), Rational(1, 2))
LIKELIEST_PATH = (Rational(2, 5), Rational(19, 20))


def prefix_keeps_its_mass() -> Proof:
    """The continuations of a prefix by one word have together the probability of the prefix."""
    total = Eq(Sum(following[w], (w, 1, V)), 1)
    step = equal(
        Sum(prefix * following[w], (w, 1, V)),
        prefix,
        "the probability of the prefix is a common factor, and the probabilities of the next word sum to one",
    )
    return Proof(
        "A prefix hands its whole probability on to its continuations",
        claim=step,
        steps=[step],
        given=(total,),
        equation="eq:prefix-mass",
    )


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


def greedy_is_beaten() -> Proof:
    """Two words of two letters: the likeliest first letter does not begin the likeliest word."""
    greedy, best = (UnevaluatedExpr(a) * UnevaluatedExpr(b) for a, b in (PATH_OF_GREEDY, LIKELIEST_PATH))
    first = above(
        UnevaluatedExpr(Rational(3, 5)) + Integer(0), Rational(2, 5), "greedy search begins with the likelier letter"
    )
    step = above(best, greedy, "but the other one has a sure continuation, and its word is likelier as a whole")
    return Proof(
        "The likeliest next word need not begin the likeliest sequence",
        claim=step,
        steps=[first, step],
        equation="eq:greedy-beaten",
    )
