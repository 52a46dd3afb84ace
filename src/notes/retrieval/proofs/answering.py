r"""A mixture with neighbours, and what agreement says of being right."""

from sympy import Eq, Le, Sum

from notes.proof import Proof, at_least, at_most, chain, count, equal, index, indexed, natural, nonnegative


def mixture_with_neighbours() -> Proof:
    """A mixture of two distributions is one, and no word is much less likely than by the model alone."""
    V, w, weight = natural("V"), index("w"), nonnegative(r"\gamma")
    model, near = indexed("p", nonnegative=True), indexed(r"\zeta", nonnegative=True)
    both = weight * near[w] + (1 - weight) * model[w]
    sums = Eq(Sum(model[w], (w, 1, V)), 1), Eq(Sum(near[w], (w, 1, V)), 1)
    total = chain(Sum(both, (w, 1, V))).equals(
        weight * Sum(near[w], (w, 1, V)) + (1 - weight) * Sum(model[w], (w, 1, V)),
        "zeta is the distribution by the neighbours, p that of the model",
    )
    floor = at_least(both, (1 - weight) * model[w], "what the neighbours add is not negative")
    kept = chain(both).at_least((1 - weight) * model[w], "the same").at_least(0, "nor is what is left of the model's")
    return Proof(
        "The mixture is a distribution, and gives each word at least one minus gamma times what the model gives it",
        claim=[equal(Sum(both, (w, 1, V)), 1), at_least(both, (1 - weight) * model[w]), at_least(both, 0)],
        steps=[total.equals(1, "both sum to one"), floor, kept],
        given=(*sums, Le(weight, 1, evaluate=False)),
        equation="eq:knn-lm",
    )


def agreement_bounds_accuracy() -> Proof:
    """Two systems are right, on average, at most half-way from their agreement to one."""
    both, alike, first, second = (count(name) for name in ("C_{11}", "C_0", "C_{10}", "C_{01}"))
    apart, questions = count("C_{00}"), natural("n")
    agreed, one, other = ((both + part) / questions for part in (alike, first, second))
    return Proof(
        "With one right answer to each question, the mean accuracy of two systems is at most half-way from their "
        "agreement to one",
        claim=at_most((one + other) / 2, (1 + agreed) / 2),
        steps=[
            chain((1 + agreed) / 2)
            .equals(
                (one + other) / 2 + (2 * alike + apart) / (2 * questions),
                "each of n questions has one right answer: both are right in C11, both give one wrong answer in C0, "
                "only the first is right in C10, only the second in C01, and in C00 both are wrong and differ",
            )
            .at_least((one + other) / 2, "numbers of questions are not negative")
        ],
        given=(Eq(both, questions - alike - first - second - apart),),
        equation="eq:agreement-bound",
    )
