r"""One vector against many, weights that are spread evenly, and the number of lists that costs least."""

from sympy import Eq, Expr, Sum

from notes.introduction.proofs.least_squares import square_is_not_negative
from notes.proof import Proof, at_least, at_most, chain, index, indexed, lemma, natural, positive, real, root


def mean_below_maxima() -> Proof:
    """The inner product of the question's sum with the passage's mean is at most the sum of maxima."""
    asked, told, i, j = natural("|x|"), natural("|z|"), index("i"), index("j")
    best, short = indexed("s"), indexed("E", nonnegative=True)

    def over_pairs(term: Expr) -> Expr:
        return Sum(Sum(term, (j, 1, told)), (i, 1, asked))

    mean, maxima = over_pairs(best[i] - short[i, j]) / told, Sum(best[i], (i, 1, asked))
    return Proof(
        "The sum of a question's vectors and the mean of a passage's score at most what the best matches of the words "
        "add up to",
        claim=at_most(mean, maxima),
        steps=[
            chain(maxima)
            .equals(
                mean + over_pairs(short[i, j]) / told,
                "s is the score of the best match of word i of the question; with word j of the passage it matches by "
                "E less",
            )
            .at_least(mean, "no match is better than the best")
        ],
        equation="eq:mean-below-maxima",
    )


def even_weights_cost_least() -> Proof:
    """Of all ways to spread a total weight over the words, the even one has the least sum of squares."""
    V, w, total, mean = natural("V"), index("w"), real("S"), indexed(r"\bar v")

    def over_words(term: Expr) -> Expr:
        return Sum(term, (w, 1, V))

    apart = mean[w] - total / V
    squares = lemma(square_is_not_negative, {real("r"): apart}, through=over_words)
    return Proof(
        "The same total weight costs least if every word has the same mean weight",
        claim=at_least(over_words(mean[w] ** 2), total**2 / V),
        steps=[
            chain(over_words(mean[w] ** 2))
            .equals(total**2 / V + over_words(apart**2), "about the mean of the V words, which has S in all")
            .at_least(total**2 / V, "squares are not negative", squares)
        ],
        given=(Eq(over_words(mean[w]), total),),
        equation="eq:even-weights",
    )


def least_number_of_lists() -> Proof:
    """Centres and members together are fewest if there are as many lists as the root of probes times vectors."""
    lists, probes, vectors = positive("J"), positive("P"), positive("N")
    least = root(probes * vectors)
    return Proof(
        "The number of distances to centres and members is least for the root of probes times vectors",
        claim=at_least(lists + probes * vectors / lists, 2 * least),
        steps=[
            chain(lists + probes * vectors / lists)
            .equals(2 * least + (lists - least) ** 2 / lists, "complete the square over the number of lists")
            .at_least(2 * least, "a square over what is positive; it is zero where the number of lists is the root")
        ],
        equation="eq:least-lists",
    )
