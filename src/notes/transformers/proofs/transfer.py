r"""Fine-tuning by gradient descent: what the labels do not speak about stays as pretraining left it."""

from sympy import Subs, UnevaluatedExpr

from notes.proof import Proof, chain, count, equal, nonnegative, positive, real

eta, t = positive(r"\eta"), count("t")
curvature = nonnegative(r"\lambda")
start, best = real("w_0"), real(r"w_\star")


def fine_tuning_keeps() -> Proof:
    """Along each principal direction of a quadratic loss, descent forgets the start at a rate of its own."""
    weight = best + (1 - eta * curvature) ** t * (start - best)
    steps = [
        chain(Subs(weight, t, 0)).equals(start, "no step: the pretrained weight"),
        equal(
            UnevaluatedExpr(weight) - eta * curvature * (weight - best),
            Subs(weight, t, t + 1),
            "one step down the slope: the distance from the best weight shrinks by the factor in brackets",
        ),
        chain(Subs(weight, curvature, 0)).equals(
            start,
            "no curvature: the labels say nothing in this direction, and after any number of steps it is as before",
        ),
    ]
    return Proof(
        "Gradient descent leaves the pretrained weights alone in every direction that the labels do not determine",
        claim=steps,
        steps=steps,
        equation="eq:fine-tuning-keeps",
    )
