"""Slips about learned optimisers and learned starts."""

from collections.abc import Callable
from itertools import product

from sympy import Expr, Rational, diff, expand, solve, symbols

from notes.errata import Erratum, Slip
from notes.meta_learning.errata.objectives import CHAPTER

theta, start, mean, phi = symbols("theta theta_0 a phi")
TASK = (theta - mean) ** 2


def _descended(place: Expr, rate: Expr, task: Expr) -> Expr:
    """Where a step of descent on a task leads from a place."""
    return expand(place - rate * diff(task, theta).subs(theta, place))


BEST_IN_PLACE_OF_FINAL = Erratum(
    chapter=CHAPTER,
    section="learning-to-learn",
    source=r"the outcome that the learner function gives when makes use of the best parameters $\theta^*$ that depends on $f$ and $\phi$",
    correction=r"... of the **final** parameters $\theta^*(f, \phi)$, at which the learned optimiser ends.",
    why=r"The best parameters are the minimiser of $f$, which knows nothing of the optimiser: of $(\theta - a)^2$ it is $a$. With it, "
    r"$\mathbb{E}_f[f(\theta^*)]$ would not depend on $\phi$, and there would be nothing to train. Where a step at the rate $\phi$ ends does "
    r"depend on it.",
    slip=Slip.ERROR,
    check=lambda end: diff(TASK.subs(theta, end), phi) != 0,
    written=solve(diff(TASK, theta), theta)[0],
    corrected=_descended(start, phi, TASK),
)


def _decides_the_end(named: Callable[[Expr, Expr, Expr], tuple[Expr, ...]]) -> bool:
    """Whether runs from zero that agree in what is named, of start, task and parameters of the optimiser, end alike."""
    ends: dict[tuple[Expr, ...], set[Expr]] = {}
    for at, rate in product((-1, 1), (Rational(1, 4), Rational(1, 2))):
        task = TASK.subs(mean, at)
        ends.setdefault(named(Rational(0), task, rate), set()).add(_descended(Rational(0), rate, task))
    return all(len(reached) == 1 for reached in ends.values())


PARAMETERS_OF_THEMSELVES = Erratum(
    chapter=CHAPTER,
    section="learning-to-learn",
    source=r"the (best) parameters of the learner $\theta^*$ Depends on the parameters of the learner itself but also on the parameters of "
    r"the meta learner $\phi$",
    correction=r"$\theta^*$ depends on the function $f$ that is minimised, and on $\phi$.",
    why=r"$\theta^*$ *are* the parameters of the learner. What differs from task to task is $f$, as the source's next lines have it: from "
    r"one start and with one $\phi$, descent on $(\theta - 1)^2$ and on $(\theta + 1)^2$ ends in two places.",
    slip=Slip.ERROR,
    check=_decides_the_end,
    written=lambda begun, task, rate: (begun, rate),  # noqa: ARG005
    corrected=lambda begun, task, rate: (task, rate),  # noqa: ARG005
)

TASK_WITH_PARAMETERS_OF_THE_OPTIMISER = Erratum(
    chapter=CHAPTER,
    section="learning-to-learn",
    source=r"$\theta^*(f_\phi, \phi)$; $\theta_{t+1} = \theta_t + g_t(\nabla f_t(\theta_t), \phi)$",
    correction=r"$\theta^*(f, \phi)$; $\nabla f(\theta_t)$",
    why=r"The function $f$ to be minimised is a task: it depends neither on the parameters $\phi$ of the optimiser nor on the step. One $f$ is "
    r"minimised along the whole way, as in the source's $\sum_t w_t f(\theta_t)$.",
    slip=Slip.COPYING,
)

GRADIENT_OF_THE_LEARNER = Erratum(
    chapter=CHAPTER,
    section="learning-to-learn",
    source="this function depends on the gradient of the learner; the outcome that the learner function gives",
    correction=r"The gradient, and the value, of the **loss** $f$ of the task at the learner's parameters.",
    why=r"In $\theta_{t+1} = \theta_t + g_t$ the number to be made small is $f$. The learner is the classifier $f_\theta$, whose outputs no "
    "descent makes small; one letter stands for both.",
    slip=Slip.COPYING,
)


def _hears_more_than_the_last(update: Callable[[tuple[int, ...]], Rational]) -> bool:
    """Whether two ways that end in one gradient can have two updates, as with a hidden state."""
    return update((1, 3)) != update((0, 3))


UPDATE_CALLED_A_NETWORK = Erratum(
    chapter=CHAPTER,
    section="learning-to-learn",
    source=r"this function [$g_t$] depends on the gradient of the learner and the parameter of the meta learner itself; $g_t$ is an RNN "
    r"parametrized by $\phi$",
    correction=r"$g_t$ is the *output* of a recurrent network $m_\phi$, given the gradient *and* its hidden state $h_t$.",
    why=r"What is added to $\theta_t$ is a vector and no network; and without $h_t$ the update cannot depend on gradients before the last. "
    "Momentum does: after the gradients 1, 3 its step is longer than after 0, 3.",
    slip=Slip.COPYING,
    check=_hears_more_than_the_last,
    written=lambda gradients: -Rational(gradients[-1]),
    corrected=lambda gradients: -sum(Rational(g, 2**k) for k, g in enumerate(reversed(gradients))),
)

losses = symbols("f_1:4")


def _is_the_last_loss(admits: Callable[[tuple[int, ...]], bool]) -> bool:
    """Whether for all weights admitted the weighed losses of a way are the loss at its end."""
    weights = [w for w in product((0, 1), repeat=3) if admits(w)]
    return weights != [] and all(sum(a * f for a, f in zip(w, losses, strict=True)) == losses[-1] for w in weights)


TWO_LOSSES_OF_ONE_NAME = Erratum(
    chapter=CHAPTER,
    section="learning-to-learn",
    source=r"$L(\phi) = \mathbb{E}_f [f(\theta^*(f, \phi))]$; $L(\phi) = \mathbb{E}_f \left[ \sum_{t=1}^T w_t f(\theta_t) \right]$, arbitrary "
    "weight for time t",
    correction="The second is another loss, that of the whole way. It is the first only for $w_T = 1$ and all other weights zero.",
    why=r"With weights of one the second is $f(\theta_1) + f(\theta_2) + f(\theta_3)$, which is not $f(\theta_3)$.",
    slip=Slip.HYPOTHESIS,
    check=_is_the_last_loss,
    written=lambda weights: True,  # noqa: ARG005
    corrected=lambda weights: weights == (0, 0, 1),
)


def _prefers_smaller_losses(admits: Callable[[tuple[int, ...]], bool]) -> bool:
    """Whether for all weights admitted a way of losses zero scores no worse than one of losses one."""
    return all(sum(w) >= 0 for w in product((-2, -1, 0, 1), repeat=2) if admits(w))


WEIGHTS_OF_ANY_SIGN = Erratum(
    chapter=CHAPTER,
    section="learning-to-learn",
    source="arbitrary weight for time t",
    correction=r"Arbitrary and **not negative**, $w_t \ge 0$.",
    why="With the weights $-2$ and $1$ losses of 1 and 1 sum to $-1$, losses of 0 and 0 to 0: the optimiser would be rewarded for a large "
    "first loss.",
    slip=Slip.HYPOTHESIS,
    check=_prefers_smaller_losses,
    written=lambda weights: True,  # noqa: ARG005
    corrected=lambda weights: min(weights) >= 0,
)

SUPPORT, QUERY = (0, 1, 2, 3), (4, 5, 6, 7)


def _prefers_the_rule(errors: Callable[[Callable[[int], int]], int]) -> bool:
    """Whether a learner of the rule, odd or even, is judged better than one that knows the support set by heart."""
    return errors(lambda x: x % 2) < errors(lambda x: x % 2 if x in SUPPORT else 0)


ONE_BATCH_FOR_BOTH_STEPS = Erratum(
    chapter=CHAPTER,
    section="maml",
    source=r"$\theta_i' = \theta - \alpha \nabla_{\theta} \mathcal{L}_{\mathcal{Z}_i}(f_{\theta})$ and "
    r"$\theta = \theta - \beta \nabla_{\theta} \sum_{\mathcal{Z}_i \sim P(\mathcal{Z})} \mathcal{L}_{\mathcal{Z}_i}(f_{\theta_i'})$",
    correction="The inner step uses the support set of each task, the outer one its query set.",
    why="The aim is a small loss on examples that were not adapted to. On the same batch, memorising would do: a table of it has no errors, "
    "as the rule behind it has none.",
    slip=Slip.HYPOTHESIS,
    check=_prefers_the_rule,
    written=lambda answer: sum(answer(x) != x % 2 for x in SUPPORT),
    corrected=lambda answer: sum(answer(x) != x % 2 for x in QUERY),
)


def _forgets_the_order(ends: Callable[[Expr, list[Expr]], list[Expr]]) -> bool:
    """Whether two tasks lead to the same parameters, each its own, whichever comes first."""
    tasks = [TASK.subs(mean, at) for at in (1, -1)]
    return ends(Rational(0), tasks) == ends(Rational(0), tasks[::-1])[::-1]


def _in_turn(place: Expr, tasks: list[Expr]) -> list[Expr]:
    reached = [place]
    for task in tasks:
        reached.append(_descended(reached[-1], Rational(1, 4), task))
    return reached[1:]


START_MOVED_BY_EACH_TASK = Erratum(
    chapter=CHAPTER,
    section="maml",
    source=r"the parameters of the learner $\theta$ are updated using a batch of training for a given task; When all the $\theta_i'$ are "
    "computed for all the tasks",
    correction=r"Each task gets a *copy* $\theta_i'$ that starts from the same $\theta$; and the tasks are those of the batch that was drawn.",
    why=r"The formula is right. If $\theta$ itself were updated, the second task would start where the first one ended, and the order would "
    r"count: $(\theta - 1)^2$ and $(\theta + 1)^2$ lead from 0 at the rate $\tfrac14$ to $\tfrac12$ and then to $-\tfrac14$, and the other way "
    r"round to $-\tfrac12$ and $\tfrac14$. A distribution has no *all*.",
    slip=Slip.COPYING,
    check=_forgets_the_order,
    written=_in_turn,
    corrected=lambda place, tasks: [_descended(place, Rational(1, 4), task) for task in tasks],
)

LEARNER_IN_PLACE_OF_LEARNING = Erratum(
    chapter=CHAPTER,
    section="maml",
    source="MAML : Model Agnostic Meta-Learner",
    correction="Model-Agnostic Meta-Learning",
    why="It is a way to learn, for any model with a gradient, and not a model of its own.",
    slip=Slip.COPYING,
)

TASK_CALLED_Z = Erratum(
    chapter=CHAPTER,
    section="maml",
    source=r"a given task $\mathcal{Z}_i$, and $\mathcal{Z}_i \sim P(\mathcal{Z})$",
    correction=r"a task $\mathcal{T}_i$ with $\mathcal{T}_i \sim p(\mathcal{T})$, which the chapter called $D_i \sim p(D)$ before",
    why="One thing has one letter. Tasks were data sets $D_i$ from $p(D)$ when the problem was stated.",
    slip=Slip.COPYING,
)
