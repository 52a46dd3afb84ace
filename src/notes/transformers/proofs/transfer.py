r"""Fine-tuning by gradient descent: what the labels do not speak about stays as pretraining left it."""

from sympy import Eq, Expr, Subs

from notes.proof import Proof, chain, count, equal, indexed, induction, nonnegative, positive, real

eta, t = positive(r"\eta"), count("t")
curvature = nonnegative(r"\lambda")
best, weights = real(r"w_\star"), indexed("w")


def fine_tuning_keeps() -> Proof:
    """Along each principal direction of a quadratic loss, descent forgets the start at a rate of its own."""

    def reached(steps: Expr) -> Expr:
        return best + (1 - eta * curvature) ** steps * (weights[0] - best)

    one_more = weights[t] - eta * curvature * (weights[t] - best)
    after = equal(weights[t], reached(t))
    step = (
        chain(weights[t + 1])
        .equals(one_more, "one step down the slope")
        .equals(
            reached(t + 1), "by the hypothesis: the distance from the best weight shrinks by the factor in brackets"
        )
    )
    kept = equal(
        Subs(reached(t), curvature, 0),
        weights[0],
        "no curvature: the labels say nothing in this direction, and after any number of steps it is as before",
    )
    return Proof(
        "Descent on a quadratic loss leaves the pretrained weights alone in every direction without curvature",
        claim=[after, kept],
        steps=[induction(after, over=t, step=step), kept],
        given=(Eq(weights[t + 1], one_more),),
        equation="eq:fine-tuning-keeps",
    )
