r"""Masked language modelling and next sentence prediction: what is shown how often, and what can be known from it."""

from sympy import Le, Rational, Subs, UnevaluatedExpr

from notes.proof import Proof, at_least, chain, count, equal, natural, nonnegative, probability, ratio

V = natural("V")
p, extra = probability("p"), nonnegative("t")
selected, tenth = Rational(3, 20), Rational(1, 10)


def shares_of_tokens() -> Proof:
    """Fifteen per cent are selected; of these a tenth gets a random word, which is the same one time in V."""
    hidden = UnevaluatedExpr(selected) * Rational(4, 5)
    other = UnevaluatedExpr(selected) * (tenth * (1 - 1 / V))
    kept = UnevaluatedExpr(selected) * (tenth + tenth / V)
    steps = [
        chain(hidden).equals(Rational(3, 25), "hidden behind [MASK]: four fifths of those selected"),
        chain(other).equals(Rational(3, 200) * (1 - 1 / V), "another word: a random one that is not the same"),
        chain(kept).equals(Rational(3, 200) * (1 + 1 / V), "the same word: left as it is, or drawn again"),
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
    right = p * (tenth + tenth / V)
    shown = right + (1 - p) * (tenth / V)
    posterior = p * (V + 1) / (p * V + 1)
    steps = [
        equal(
            ratio(right, shown),
            posterior,
            "w was there and is kept or drawn, over all ways to show it: the other one is that another word was there, "
            "and w is drawn in its place",
        ),
        chain(Subs(posterior, p, 1 / V)).equals(
            (1 + 1 / V) / 2, "if it is as probable as any other in its place: about one half"
        ),
        at_least(
            Subs(posterior - (1 + 1 / V) / 2, p, (1 + extra) / (V + extra)),
            0,
            "a word more probable there than one in V is right no less often",
        ),
    ]
    return Proof(
        "A word shown where selected is right about half of the time if as probable as any, no less often if more",
        claim=steps,
        steps=steps,
        equation="eq:shown-word",
    )


def next_sentence_ceiling() -> Proof:
    """Two documents share one of K equally likely topics with probability one over K; nothing else tells."""
    others, follows, apart = count("m"), nonnegative("r"), nonnegative("s")
    topics, half = others + 1, Rational(1, 2)
    same, different = half / topics, half * (1 - 1 / topics)
    right = half * follows + same * (1 - follows) + different * apart
    ceiling = 1 - 1 / (2 * topics)
    steps = [
        chain(ceiling - right)
        .equals(
            half * (1 - 1 / topics) * (1 - follows) + different * (1 - apart),
            "there are m + 1 topics. Of two sentences with one topic, which follow each other half of the time and "
            "else agree by chance, say with probability r that they follow; of two topics say with s that they do not",
        )
        .at_least(0, "no factor is negative, whatever r and s"),
        equal(
            Subs(right, (follows, apart), (1, 1)),
            ceiling,
            "reached by saying so always: right on all that follow, and on those from elsewhere of another topic",
        ),
    ]
    return Proof(
        "If K equally likely topics are all that tells, next sentence prediction can be right on at most one minus one "
        "over twice K of the pairs",
        claim=[at_least(ceiling - right, 0), steps[1]],
        steps=steps,
        given=(Le(follows, 1, evaluate=False), Le(apart, 1, evaluate=False)),
        equation="eq:next-sentence-ceiling",
    )
