r"""What came since: softmax in one pass, and the policy that preferences lead to."""

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
    more = chain(total[T + 1]).equals(
        weights(T + 1), "by the hypothesis: the factor turns the old maximum of every term into the new one"
    )
    further = chain(mixed[T + 1]).equals(average(T + 1), "likewise")
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
        log_bound, {positive(r"\xi"): best(k) / policy[k]}, through=lambda gap: over_answers(beta * policy[k] * gap)
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
    theta, log_chosen, log_rejected, fixed = real(r"\theta"), *(Function(name, real=True) for name in "ab"), real("c")
    margin = beta * (log_chosen(theta) - log_rejected(theta)) - fixed
    slope = equal(
        Derivative(-log(wins(margin)), theta),
        -beta * wins(-margin) * (Derivative(log_chosen(theta), theta) - Derivative(log_rejected(theta), theta)),
        "the chain rule; a and b are the log probabilities of the two answers, and c is what the reference adds",
    )
    return Proof(
        "Bradley and Terry's probability in terms of the best policy, and the gradient of a pair's loss",
        claim=[rewards, odds, slope],
        steps=[rewards, odds, slope],
        equation=("eq:preference-likelihood", "eq:preference-gradient"),
    )
