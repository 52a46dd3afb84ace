r"""A wide layer as a memory that is looked up."""

from sympy import Eq, Max, Sum, UnevaluatedExpr

from notes.proof import Proof, equal, index, indexed, natural, positive, real

d, units = index("d"), natural("D")
value, gap = indexed(r"\phi"), indexed("L", nonnegative=True)


def exact_lookup() -> Proof:
    """What a memory with the threshold ζ answers to one of its keys.

    That key has the number 1 and the length one, which is U above the threshold; the key number d overlaps with it by
    ζ - L, which is not above the threshold.
    """
    threshold, room = real(r"\zeta"), positive("U")
    overlap = UnevaluatedExpr(threshold - gap[d])
    answer = equal(
        value[1] * Max(0, 1 - threshold) + Sum(value[d] * Max(0, overlap - threshold), (d, 2, units)),
        (1 - threshold) * value[1],
        "its own key is above the threshold, no other is",
    )
    return Proof(
        "If no other key overlaps by more than the threshold, a memory answers a key with its own value alone, "
        "to scale",
        answer,
        [answer],
        given=(Eq(threshold, 1 - room),),
        equation="eq:exact-lookup",
    )
