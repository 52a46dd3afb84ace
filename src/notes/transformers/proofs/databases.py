r"""How long a corrupted text is, what attention cannot count, and how many facts a reader may read."""

from sympy import Expr, Sum

from notes.proof import (
    Proof,
    assumed,
    at_least,
    chain,
    count,
    equal,
    index,
    indexed,
    induction,
    natural,
    positive,
    probability,
    ratio,
)

m, n, i = natural("m"), natural("n"), index("i")


def corrupted_lengths() -> Proof:
    """A text and its target are as long as what is kept and lost, and a sentinel for each span, and one at the end.

    What is kept stands before the first span, between two, and after the last; any of it may be empty.
    """
    kept, lost = indexed("a"), indexed("b")

    def over_spans(term: Expr) -> Expr:
        return Sum(term, (i, 1, m))

    text = kept[0] + over_spans(lost[i] + kept[i])
    inputs, targets = kept[0] + over_spans(1 + kept[i]), over_spans(lost[i] + 1) + 1
    return Proof(
        "The lengths of a corrupted text and of its target",
        claim=[
            equal(inputs, text - over_spans(lost[i]) + m),
            equal(targets, over_spans(lost[i]) + m + 1),
            equal(inputs + targets, text + 2 * m + 1),
        ],
        steps=[
            equal(
                inputs,
                text - over_spans(lost[i]) + m,
                "a are the words kept before the first span and after each of the m, b those lost; each span leaves "
                "one sentinel",
            ),
            equal(targets, over_spans(lost[i]) + m + 1, "the target writes each span after its sentinel, and an end"),
            equal(inputs + targets, text + 2 * m + 1, "together: every word once, every sentinel twice, and the end"),
        ],
        equation="eq:t5-lengths",
    )


def attention_forgets_numbers() -> Proof:
    """Attention averages: if every fact is there k times instead of once, what it finds is the same."""
    score, value, copies = indexed("s", positive=True), indexed("v"), positive("k")
    once = ratio(Sum(score[i] * value[i], (i, 1, n)), Sum(score[i], (i, 1, n)))
    repeated = ratio(Sum(copies * score[i] * value[i], (i, 1, n)), Sum(copies * score[i], (i, 1, n)))
    return Proof(
        "Attention over every fact repeated k times finds what it finds over every fact once",
        claim=equal(repeated, once),
        steps=[
            equal(repeated, once, "s are the exponentials of the scores, v the values; the number of copies cancels")
        ],
        equation="eq:attention-average",
    )


def errors_add_up() -> Proof:
    """If each fact is read rightly with probability 1 - epsilon, all n are with at least 1 - n epsilon."""
    error, facts = probability(r"\epsilon"), count("n")
    right = 1 - error
    step = (
        chain(right ** (facts + 1))
        .equals(right * right**facts, "one fact more")
        .at_least(right * (1 - facts * error), "by the hypothesis", by=assumed(lambda gap: right * gap))
        .equals(1 - (facts + 1) * error + facts * error**2, "multiply out")
        .at_least(1 - (facts + 1) * error, "a square is not negative")
    )
    claim = at_least(right**facts, 1 - facts * error)
    return Proof(
        "The chance that no fact is misread falls at most linearly with the number of facts",
        claim=claim,
        steps=[induction(claim, over=facts, step=step)],
        equation="eq:union-bound",
    )
