r"""The chain rule of probability normalises, and a greedy choice is no search."""

from itertools import product as sequences_of

from sympy import Eq, Expr, Integer, Rational, Sum, UnevaluatedExpr, prod

from notes.proof import Proof, above, equal, index, indexed, instances, natural, positive
from notes.proof.relations import Chain

w, V = index("w"), natural("V")
prefix = positive("m")
following = indexed("q", positive=True)
words = indexed("c", positive=True)

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


def next_word(history: tuple[int, ...], word: int, size: int) -> Expr:
    """The probability of a word after a history: a positive number of its own over the sum of all of them."""
    return words[(*history, word)] / sum(words[(*history, other)] for other in range(size))


def chain_rule_normalises() -> Proof:
    """All sequences of one, two and three words of an alphabet of two, with free probabilities after every prefix."""

    def total(length: int) -> Chain:
        def probability_of(sequence: tuple[int, ...]) -> Expr:
            return prod([next_word(sequence[:t], sequence[t], 2) for t in range(length)])

        every = sum(UnevaluatedExpr(probability_of(sequence)) for sequence in sequences_of(range(2), repeat=length))
        return equal(
            every, 1, "the last word sums to one after every prefix, then the word before, and so on to the first"
        )

    step = instances(total, range(1, 4))
    return Proof(
        "The probabilities of all sequences sum to one, for up to three words of an alphabet of two",
        claim=step,
        steps=[step],
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
