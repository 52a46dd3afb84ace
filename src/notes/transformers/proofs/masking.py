r"""Masked language modelling and next sentence prediction: what is shown how often, and what can be known from it."""

from sympy import Rational, Subs, UnevaluatedExpr

from notes.proof import Proof, at_least, chain, equal, natural, nonnegative, probability, ratio

W, K = natural("W"), natural("K")
p, extra = probability("p"), nonnegative("t")
selected, tenth = Rational(3, 20), Rational(1, 10)


def shares_of_tokens() -> Proof:
    """Fifteen per cent are selected; of these a tenth gets a random word, which is the same one time in W."""
    hidden = UnevaluatedExpr(selected) * Rational(4, 5)
    other = UnevaluatedExpr(selected) * (tenth * (1 - 1 / W))
    kept = UnevaluatedExpr(selected) * (tenth + tenth / W)
    steps = [
        chain(hidden).equals(Rational(3, 25), "hidden behind [MASK]: four fifths of those selected"),
        chain(other).equals(Rational(3, 200) * (1 - 1 / W), "another word: a random one that is not the same"),
        chain(kept).equals(Rational(3, 200) * (1 + 1 / W), "the same word: left as it is, or drawn again"),
        chain(hidden + other + kept).equals(selected, "together all that are selected"),
    ]
    return Proof(
        "Of all words twelve in a hundred are hidden, and about one and a half each replaced and kept",
        claim=steps,
        steps=steps,
        equation="eq:masked-shares",
    )


def shown_word_is_right() -> Proof:
    """Bayes: at a selected position that shows the word w, how probable is it that w was there?"""
    right = p * (tenth + tenth / W)
    shown = p * tenth + tenth / W
    posterior = p * (W + 1) / (p * W + 1)
    steps = [
        equal(
            ratio(right, shown),
            posterior,
            "w was there and is shown, over all ways to show it: kept, or drawn in place of any word",
        ),
        chain(Subs(posterior, p, 1 / W)).equals(
            (1 + 1 / W) / 2, "if it is as probable as any other in its place: about one half"
        ),
        at_least(
            Subs(posterior - (1 + 1 / W) / 2, p, (1 + extra) / (W + extra)),
            0,
            "a word more probable there than one in W is right more often",
        ),
    ]
    return Proof(
        "A word shown at a selected position is right about half of the time, or more where it fits",
        claim=steps,
        steps=steps,
        equation="eq:shown-word",
    )


def next_sentence_ceiling() -> Proof:
    """Two documents share one of K equally likely topics with probability one over K; nothing else tells."""
    follows, elsewhere, half = Rational(1, 2), 1 / (2 * K), Rational(1, 2)
    steps = [
        at_least(
            UnevaluatedExpr(follows) - elsewhere,
            0,
            "one topic: to follow is at least as probable as to come from elsewhere, so say that it follows",
        ),
        chain(UnevaluatedExpr(half) + half * (1 - 1 / K)).equals(
            1 - 1 / (2 * K), "right on all pairs that follow, and on those from elsewhere with another topic"
        ),
        chain(Subs(1 - 1 / (2 * K), K, 3)).equals(Rational(5, 6), "with three topics"),
    ]
    return Proof(
        "With K topics next sentence prediction can be right on at most one minus one over twice K of the pairs",
        claim=steps[1:],
        steps=steps,
        equation="eq:next-sentence-ceiling",
    )
