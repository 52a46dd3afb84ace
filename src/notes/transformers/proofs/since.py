r"""What came since: softmax in one pass, a change of low rank, and the policy that preferences lead to."""

from sympy import Derivative, Eq, Expr, Function, Mul, Sum, exp, log

from notes.losses.proofs.information import log_bound
from notes.proof import (
    Proof,
    at_most,
    chain,
    count,
    equal,
    index,
    indexed,
    induction,
    lemma,
    matrix,
    natural,
    positive,
    real,
)

T, t = count("T"), index("t")
scores, values, largest = indexed("s"), indexed("v"), indexed("m")
total, mixed = indexed(r"\ell"), indexed("u")


def online_softmax() -> Proof:
    """Induction on the scores read so far, for any numbers m: that they are maxima only keeps exponentials small."""

    def weights(last: Expr) -> Expr:
        return Sum(exp(scores[t] - largest[last]), (t, 1, last))

    def average(last: Expr) -> Expr:
        return Sum(exp(scores[t] - largest[last]) * values[t], (t, 1, last))

    shrink = exp(largest[T] - largest[T + 1])
    new = exp(scores[T + 1] - largest[T + 1])
    sums = equal(total[T], weights(T))
    mixtures = equal(mixed[T], average(T))
    more = (
        chain(total[T + 1])
        .equals(shrink * total[T] + new, "one score more")
        .equals(weights(T + 1), "by the hypothesis: the factor turns the old maximum of every term into the new one")
    )
    further = (
        chain(mixed[T + 1])
        .equals(shrink * mixed[T] + new * values[T + 1], "likewise")
        .equals(average(T + 1), "by the hypothesis")
    )
    return Proof(
        "The running sums are those of softmax with all scores at once",
        claim=[sums, mixtures],
        steps=[induction(sums, over=T, step=more), induction(mixtures, over=T, step=further)],
        given=(
            Eq(total[T + 1], shrink * total[T] + new),
            Eq(total[0], 0),
            Eq(mixed[T + 1], shrink * mixed[T] + new * values[T + 1]),
            Eq(mixed[0], 0),
        ),
        equation="eq:online-softmax",
    )


def online_softmax_is_softmax() -> Proof:
    """The quotient of what the running sums are: the last maximum is a common factor."""
    last = natural("n")
    step = equal(
        Sum(exp(scores[t] - largest[last]) * values[t], (t, 1, last))
        / Sum(exp(scores[t] - largest[last]), (t, 1, last)),
        Sum(exp(scores[t]) * values[t], (t, 1, last)) / Sum(exp(scores[t]), (t, 1, last)),
        "the exponential of the last maximum divides every term of both sums",
    )
    return Proof(
        "The quotient of the running sums is attention with all scores at once",
        claim=step,
        steps=[step],
        equation="eq:online-attention",
    )


def low_rank_change_is_merged() -> Proof:
    """The narrow path added to the weights does what it did beside them."""
    inputs, outputs, rank, one, scale = natural("D"), natural("E"), natural("r"), natural("n"), real("s")
    W, B, A = matrix("W", outputs, inputs), matrix("B", outputs, rank), matrix("A", rank, inputs)
    x = matrix("x", inputs, one)
    step = equal(
        W * x + scale * (B * (A * x)), (W + scale * (B * A)) * x, "a product of matrices may be bracketed anyhow"
    )
    return Proof("A change of low rank can be added to the weights", claim=step, steps=[step], equation="eq:low-rank")


n, k, beta, partition = natural("n"), index("k"), positive(r"\beta"), positive("Z")
policy, reference = indexed(r"\pi", positive=True), indexed("p", positive=True)
reward = indexed("r")


def over_answers(term: Expr) -> Expr:
    """A sum over the n answers."""
    return Sum(term, (k, 1, n))


def best(answer: Expr) -> Expr:
    """The reference tilted by the reward."""
    return reference[answer] * exp(reward[answer] / beta) / partition


def preferred_policy() -> Proof:
    """The worth is a constant less the divergence from the tilted reference, by the tangent bound of the logarithm."""

    def worth(one: Expr) -> Expr:
        return over_answers(one * (reward[k] - beta * log(one / reference[k])))

    bound = lemma(
        log_bound, {positive("x"): best(k) / policy[k]}, through=lambda gap: over_answers(beta * policy[k] * gap)
    )
    most = (
        chain(worth(policy[k]))
        .equals(
            beta * log(partition) + beta * over_answers(policy[k] * log(best(k) / policy[k])),
            "the reward is the logarithm of the tilted reference over the reference, and of Z; the policy sums to one",
        )
        .at_most(
            beta * log(partition) + beta * over_answers(policy[k] * (best(k) / policy[k] - 1)),
            "the logarithm lies below its tangent at one",
            by=bound,
        )
        .equals(beta * log(partition), "Z makes the tilted reference sum to one, as the policy does")
    )
    reached = equal(worth(best(k)), beta * log(partition), "for the tilted reference itself the bound is the value")
    return Proof(
        "No policy is worth more than a constant, and the reference tilted by the reward is worth that",
        claim=[at_most(worth(policy[k]), beta * log(partition)), reached],
        steps=[most, reached],
        given=(Eq(over_answers(policy[k]), 1), Eq(over_answers(reference[k] * exp(reward[k] / beta)), partition)),
        equation="eq:preferred-policy",
    )


def preference_likelihood() -> Proof:
    """The reward is read off the best policy, and its unknown constant cancels in the difference of two answers."""
    chosen, rejected = index("i"), index("j")

    def read(answer: Expr) -> Expr:
        return beta * log(Mul(best(answer), 1 / reference[answer], evaluate=False))

    def wins(margin: Expr) -> Expr:
        return 1 / (1 + exp(-margin))

    rewards = equal(read(k) + beta * log(partition), reward[k], "solved for the reward")
    odds = equal(wins(reward[chosen] - reward[rejected]), wins(read(chosen) - read(rejected)), "the constant cancels")
    return Proof(
        "Bradley and Terry's probability of a preference, in terms of the best policy and the reference",
        claim=[rewards, odds],
        steps=[rewards, odds],
        equation="eq:preference-likelihood",
    )


def preference_gradient() -> Proof:
    """The chain rule: what the policy thinks wrong of a pair weighs its two slopes."""
    theta, chosen, rejected = real(r"\theta"), Function("a", real=True), Function("b", real=True)
    fixed = real("c")
    margin = beta * (chosen(theta) - rejected(theta)) - fixed
    slopes = Derivative(chosen(theta), theta) - Derivative(rejected(theta), theta)
    step = equal(
        Derivative(-log(1 / (1 + exp(-margin))), theta),
        -beta / (1 + exp(margin)) * slopes,
        "a and b are the log probabilities of the two answers, c what the reference adds; the slope of the logistic "
        "function's logarithm is the probability of the other outcome",
    )
    return Proof(
        "The gradient of the preference loss of one pair", claim=step, steps=[step], equation="eq:preference-gradient"
    )
