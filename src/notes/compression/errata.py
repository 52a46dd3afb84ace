"""Slips of the source's chapter 12, each with a check that refutes the form as written where a machine can tell."""

from collections.abc import Callable
from itertools import combinations, product

from sympy import Matrix, Rational

from notes.errata import Erratum, Slip

NEVER_BETTER = Erratum(
    chapter=12,
    section="retraining",
    source=r"Net (pruned) $\rightarrow Y\%$ of accuracy with $Y \leq X$; Smaller pruned network perform worse than the "
    "original network because of course they are less powerful.",
    correction="They fit the *training* set no better. On new data a pruned and retrained network may be better or worse.",
    why="A smaller set of functions has the larger least training error; about test error it says nothing. Least squares "
    r"for the points $(0, 1), (1, 1), (2, 3)$: a line predicts $\tfrac{11}{3}$ at $x = 3$, the constant $\tfrac53$. If the "
    r"truth there is $2$ the constant, which is the line with its slope pruned, is nearer.",
    slip=Slip.ERROR,
    check=lambda errors: bool(errors[0] >= errors[1]),
    written=(abs(Rational(5, 3) - 2), abs(Rational(11, 3) - 2)),
    corrected=(
        sum((Rational(5, 3) - y) ** 2 for y in (1, 1, 3)),
        sum((Rational(2, 3) + x - y) ** 2 for x, y in ((0, 1), (1, 1), (2, 3))),
    ),
)

NORM_AGAINST_VECTOR = Erratum(
    chapter=12,
    section="lottery-ticket-hypothesis",
    source=r"$\|m\| \ll \theta$",
    correction=r"$\|m\|_0 \ll |\theta|$: the number of ones in the mask is far below the number of parameters.",
    why="A number cannot be compared with a vector. And the norm has to count: the Euclidean norm of a mask that keeps all "
    "of 100 weights is 10, which is far below 100 although nothing is pruned.",
    slip=Slip.COPYING,
    check=lambda size: size(Matrix([1] * 100)) == 100,
    written=lambda mask: mask.norm(),
    corrected=lambda mask: sum(1 for entry in mask if entry != 0),
)


def _is_a_choice_of_weights(admits: Callable[[tuple[Rational, ...]], bool]) -> bool:
    """Whether of the start 5, -3 one weight may be kept, and no mask makes the trained and pruned weights 4, 0 of it."""
    grid = [Rational(n, 5) for n in range(-5, 6)]
    made = [mask for mask in product(grid, repeat=2) if (5 * mask[0], -3 * mask[1]) == (4, 0)]
    return admits((Rational(1), Rational(0))) and not any(map(admits, made))


def _prunes(mask: tuple[Rational, ...]) -> bool:
    return 0 < sum(entry != 0 for entry in mask) < len(mask)


MASK_OF_ANY_NUMBERS = Erratum(
    chapter=12,
    section="lottery-ticket-hypothesis",
    source=r"Now take $f(x, m \circ \theta)$ with init $\theta = m \circ \theta_0$; $\exists m / J_0 < J$ ...",
    correction=r"$\exists m \in \{0, 1\}^{|\theta|}$: a mask keeps a weight or does not.",
    why=r"With any numbers in it the mask could be $m_i = \theta_{J,i} / \theta_{0,i}$ on the few places that are kept. Then the start would be "
    "the *trained* pruned network, and the hypothesis would say nothing of starts before training. From weights 5 and $-3$, which training "
    r"takes to 4 and something small, the mask $(\tfrac45, 0)$ makes 4 and 0.",
    slip=Slip.HYPOTHESIS,
    check=_is_a_choice_of_weights,
    written=_prunes,
    corrected=lambda mask: set(mask) <= {0, 1} and _prunes(mask),
)

STRICTLY_FASTER = Erratum(
    chapter=12,
    section="lottery-ticket-hypothesis",
    source=r"Lottery ticket: $\exists m / J_0 < J, a_0 \geq a, \|m\| \ll \theta$",
    correction=r"$\exists m: J' \le J, a' \ge a, \|m\|_0 \ll |\theta|$",
    why="The hypothesis asks for *at most* as many steps. (The source's $J_0$ and $a_0$ are those of the subnetwork; here "
    "they have a prime, as the index zero marks the weights before training.)",
    slip=Slip.COPYING,
    check=lambda allows: allows(100, 100),
    written=lambda ticket, dense: ticket < dense,
    corrected=lambda ticket, dense: ticket <= dense,
)

STEP_LEFT_OPEN = Erratum(
    chapter=12,
    section="lottery-ticket-hypothesis",
    source="Train f and it gets loss l at step J accuracy a",
    correction="$J$ is the step at which the *validation* loss is least, $l$ that loss, $a$ the *test* accuracy there; the "
    "subnetwork is trained in isolation, by the same optimiser.",
    why="Without a rule for $J$ the number of steps to compare is arbitrary: by training longer any $J$ can be had.",
    slip=Slip.HYPOTHESIS,
)

WEIGHTS = (3, -5, 1, 2)


def _loses_least(masks: set[tuple[int, ...]]) -> bool:
    """Whether each pair of kept weights loses as little magnitude as any pair can."""
    kept = max(sum(map(abs, pair)) for pair in combinations(WEIGHTS, 2))
    return all(sum(map(abs, mask)) == kept for mask in masks)


PRUNED_BY_NO_RULE = Erratum(
    chapter=12,
    section="lottery-ticket-hypothesis",
    source=r"Prune $p\%$ of the parameters in $\theta_J$, creating a mask $m$.",
    correction=r"Prune the $p\%$ of the smallest magnitude $|\theta_J|$.",
    why="The words are those of Frankle and Carbin, who name the magnitude in the sentences before; the source leaves these "
    "out. A mask of as many weights chosen at random is no ticket, as the section measures. Of the weights $3, -5, 1, 2$ "
    "half are to go: the mask keeps $3$ and $-5$, and other masks of that size exist.",
    slip=Slip.HYPOTHESIS,
    check=_loses_least,
    written=set(combinations(WEIGHTS, 2)),
    corrected={tuple(sorted(WEIGHTS, key=abs)[2:])},
)

WINNING_BY_NAME = Erratum(
    chapter=12,
    section="lottery-ticket-hypothesis",
    source=r"Reset the remaining parameters to their values in $\theta_0$, creating the winning ticket "
    r"$f(x; m \circ \theta_0)$.",
    correction="This creates *a* ticket. It is a winning one if, trained, it reaches the accuracy $a$ in at most $J$ steps.",
    why="The words are those of Frankle and Carbin, and the source copied them rightly. But the four steps end in a ticket "
    "whatever comes of it. In the experiment of this section the one of 5 % of the weights is made in this way, and ends "
    "behind the whole network in every run.",
    slip=Slip.HYPOTHESIS,
)

START, TRAINED = {"v": 5, "w": -5}, {"v": 3, "w": -4}


def _starts_before_training(admits: Callable[[dict[str, int]], bool]) -> bool:
    """Whether a subnetwork of one weight is admitted with the value before training, and refused with that after it."""
    return all(admits({name: START[name]}) and not admits({name: TRAINED[name]}) for name in START)


VARIABLES_FOR_VALUES = Erratum(
    chapter=12,
    section="lottery-ticket-hypothesis",
    source="A random initialized network contains a subnetwork (using the original weight variables) such that if you just "
    "train this small network you can get the same performance of the big original network.",
    correction="using the original weight *values*, those before training.",
    why="Every subnetwork has the variables of the whole, also one that starts from trained or from new values. With "
    "trained ones the sentence speaks of pruning and retraining; with new ones it is what the control refutes. A variable "
    "that was $-5$ and is $-4$ after training starts the ticket at $-5$. (The source's fourth step has the right word.)",
    slip=Slip.COPYING,
    check=_starts_before_training,
    written=lambda subnetwork: set(subnetwork) <= set(START),
    corrected=lambda subnetwork: subnetwork.items() <= START.items(),
)


def _has_a_smaller_one(admits: Callable[[int, int], bool]) -> bool:
    """Whether each admitted network of so many weights, of which so many are needed, has a smaller mask with all of these."""
    networks = [
        (weights, needed) for weights in range(1, 5) for needed in range(1, weights + 1) if admits(weights, needed)
    ]
    return all(
        any(sum(mask) < weights and all(mask[:needed]) for mask in product((0, 1), repeat=weights))
        for weights, needed in networks
    )


DENSE_LEFT_OUT = Erratum(
    chapter=12,
    section="lottery-ticket-hypothesis",
    source="A random initialized network contains a subnetwork ... such that if you just train this small network you can get the same "
    "performance of the big original network.",
    correction="A randomly initialised, **dense** network, with more weights than the task needs.",
    why="The word is that of Frankle and Carbin. A network that has no weight to spare, such as $wx$ for the target $2x$, contains no smaller "
    "one that performs as well.",
    slip=Slip.HYPOTHESIS,
    check=_has_a_smaller_one,
    written=lambda weights, needed: True,  # noqa: ARG005
    corrected=lambda weights, needed: weights > needed,
)

QUANTIZATION_MISSING = Erratum(
    chapter=12,
    section="weight-quantization",
    source="The table of contents announces *Weight Quantization*; the chapter has no text on it.",
    correction="The section is written here in full.",
    why="A page seems not to have been copied.",
    slip=Slip.COPYING,
)
