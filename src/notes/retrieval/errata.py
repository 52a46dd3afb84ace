"""Slips of the source's chapter 14, each with a check that refutes the form as written and confirms the right one."""

from collections.abc import Callable

from sympy import Expr, Integer, Rational, diff, exp, log, symbols

from notes.errata import Erratum, Slip

right, wrong = symbols("s_+ s_-", real=True)


def _is_distribution(probabilities: tuple[Expr, ...]) -> bool:
    """Whether the probabilities of two retrieved documents of scores 1 and -2 sum to one."""
    return (sum(probabilities).subs({right: 1, wrong: -2}) - 1).equals(0) is True


PRIOR_NOT_NORMALISED = Erratum(
    chapter=14,
    section="rag",
    source=r"$p_\phi(z \mid x) = \exp(d(z)^\top f_\phi(x))$",
    correction=r"$p_\phi(z \mid x) = \exp(d(z)^\top f_\phi(x)) / \sum_{z'} \exp(d(z')^\top f_\phi(x))$, the sum over the "
    "same top $k$ documents as in the marginal.",
    why="An exponential is positive, but nothing makes it sum to one. With the scores $1$ and $-2$ the two would sum to "
    "$2.85$, and the marginal would be no probability. The original papers write a proportionality, not an equality.",
    slip=Slip.ERROR,
    check=_is_distribution,
    written=(exp(right), exp(wrong)),
    corrected=(exp(right) / (exp(right) + exp(wrong)), exp(wrong) / (exp(right) + exp(wrong))),
)


MARGINAL = r"PRAG $(y|x) = \sum_{z \in \text{Top } k \text{ sim}(\cdot, x)} p_{\phi}(z|x) \cdot p_{\theta}(y|z)$"


def _sums_to_one(weight: Callable[[int], Expr]) -> bool:
    """Whether the marginal over the two best of three documents, each with answers that sum to one, sums to one."""
    answers = ((Rational(1, 4), Rational(3, 4)), (Rational(2, 5), Rational(3, 5)))
    return sum(weight(z) * answers[z][y] for z in range(2) for y in range(2)) == 1


COLLECTION = (Rational(1, 2), Rational(3, 10), Rational(1, 5))

TOP_K_AS_ALL = Erratum(
    chapter=14,
    section="rag",
    source=MARGINAL,
    correction=r"$=$ if $p_\phi$ is normalised over the same top $k$; $\approx$ if it is over the whole collection, as in the original.",
    why=r"What is left out is missing. Of three documents of probabilities $\tfrac12, \tfrac3{10}, \tfrac15$ the best two give all answers "
    r"together $\tfrac45$; with $\tfrac58$ and $\tfrac38$ they give one.",
    slip=Slip.HYPOTHESIS,
    check=_sums_to_one,
    written=lambda z: COLLECTION[z],
    corrected=lambda z: COLLECTION[z] / sum(COLLECTION[:2]),
)

FACTS = {"the capital": "Oslo", "the river": "Glomma"}


def _answers_the_question(likelihood: Callable[[str, str], Expr]) -> bool:
    """Whether of a passage that states two facts each question gets its own as the likeliest answer."""
    return all(
        likelihood(fact, x) > likelihood(other, x)
        for x, fact in FACTS.items()
        for other in FACTS.values()
        if other != fact
    )


GENERATOR_WITHOUT_QUESTION = Erratum(
    chapter=14,
    section="rag",
    source=MARGINAL,
    correction=r"$p(y \mid x) = \sum_z p_\phi(z \mid x) \, p_\theta(y \mid x, z)$",
    why="The generator reads the question together with the passage. Without it, a passage that states two facts would give "
    "one answer to every question.",
    slip=Slip.ERROR,
    check=_answers_the_question,
    written=lambda y, x: Rational(list(FACTS.values()).count(y), len(FACTS)),  # noqa: ARG005
    corrected=lambda y, x: Rational(int(FACTS[x] == y)),
)


def _minimum_raises_the_right_score(loss: Expr) -> bool:
    """Whether descent on the loss raises the score of the right passage where both scores are one."""
    return bool(diff(loss, right).subs({right: 1, wrong: 1}) < 0)


LOSS_WITHOUT_LOGARITHM = Erratum(
    chapter=14,
    section="dense-retrieval",
    source=r"$\mathcal{L}_{\text{RAG}}(x, z^+, z_i^- \dots z_j^-, \phi, \theta) = \frac{\text{sim}(x, z^+)}{\text{sim}(x, z^+) + \sum_{j=1}^m "
    r"\text{sim}(x, z_j^-)}$",
    correction=r"$L = -\log \frac{e^{\operatorname{sim}(x, z^+)}}"
    r"{e^{\operatorname{sim}(x, z^+)} + \sum_j e^{\operatorname{sim}(x, z_j^-)}}$",
    why="A loss is minimised. Minimising the fraction as written makes the right passage the least likely one; the negative "
    "logarithm is missing.",
    slip=Slip.ERROR,
    check=_minimum_raises_the_right_score,
    written=right / (right + wrong),
    corrected=-log(exp(right) / (exp(right) + exp(wrong))),
)


def _is_probability(share: Expr) -> bool:
    """Whether the share of the right passage is from 0 to 1 for inner products of either sign."""
    places = [(1, -3), (-2, 1), (-1, -1), (2, 1), (Rational(1, 2), 0)]
    return all(bool(0 <= share.subs({right: a, wrong: b}) <= 1) for a, b in places)


SIMILARITY_WITHOUT_EXPONENTIAL = Erratum(
    chapter=14,
    section="dense-retrieval",
    source=r"$\frac{\mathrm{sim}(x, z^+)}{\mathrm{sim}(x, z^+) + \sum_{j=1}^m \mathrm{sim}(x, z_j^-)}$, where sim is not defined.",
    correction=r"If the similarity is the inner product $d(z)^\top f(x)$, the fraction is of exponentials of similarities.",
    why="Inner products may be negative: with $1$ for the right passage and $-3$ for a wrong one the fraction as written is "
    "$-\\tfrac12$, and has no logarithm. With the exponentials it is a softmax.",
    slip=Slip.HYPOTHESIS,
    check=_is_probability,
    written=right / (right + wrong),
    corrected=exp(right) / (exp(right) + exp(wrong)),
)

NEGATIVES_COUNTED_TWICE = Erratum(
    chapter=14,
    section="dense-retrieval",
    source=r"$\mathcal{L}_{\text{RAG}}(x, z^+, z_i^- \dots z_j^-, \phi, \theta) = \ldots \sum_{j=1}^m \text{sim}(x, z_j^-)$",
    correction=r"The negatives are $z_1^-, \dots, z_m^-$.",
    why="The letter $j$ is at once the last negative and the running index of the sum.",
    slip=Slip.COPYING,
)

prior, answer = symbols("pi q", positive=True)


def _rewards_the_answer(loss: Expr) -> bool:
    """Whether a loss is smaller the likelier the generator makes the answer."""
    return bool(diff(loss, answer).subs({prior: Rational(1, 2), answer: Rational(1, 2)}) < 0)


LOSS_OF_ANOTHER_MODEL = Erratum(
    chapter=14,
    section="rag",
    source=r"$\mathcal{L}_{\text{RAG}}(x, z^+, z_i^- \dots z_j^-, \phi, \theta) = \frac{\text{sim}(x, z^+)}{\ldots}$ [a contrastive loss]",
    correction=r"It is the loss of DPR, and has no $\theta$ in it. The loss of RAG is "
    r"$-\log \sum_z p_\phi(z \mid x) \, p_\theta(y \mid x, z)$.",
    why="RAG is never told which passage is right: it learns from the answer alone. A loss without the answer cannot train a "
    "generator.",
    slip=Slip.ERROR,
    check=_rewards_the_answer,
    written=-log(prior),
    corrected=-log(prior * answer + (1 - prior) / 10),
)


question, passage, generator = symbols("f d theta", positive=True)


def _trained(loss: Expr) -> set[Expr]:
    """What a loss gives a gradient to, of the encoder of questions, that of passages and the generator."""
    return {part for part in (question, passage, generator) if diff(loss, part) != 0}


def _retrieved(passages: Expr) -> Expr:
    """The probability of the first of two passages, of inner products 2 and 1 when both encoders are one."""
    return exp(2 * question * passages) / (exp(2 * question * passages) + exp(question * passages))


DPR_TRAINS_BOTH = Erratum(
    chapter=14,
    section="three-regimes",
    source=r"DPR $\rightarrow$ Backprop $f_{ENCODER}$ (only for query), use a Frozen Generator",
    correction="DPR trains both encoders, that of questions and that of passages, and has no generator: what reads the passages "
    "is trained apart.",
    why="Its loss holds the vectors of questions and of passages alike, and both get a gradient. The query encoder alone is what "
    "RAG trains.",
    slip=Slip.ERROR,
    check=lambda trained: _trained(-log(_retrieved(passage))) == trained,
    written={question},
    corrected={question, passage},
)

GENERATOR_LEFT_OUT = Erratum(
    chapter=14,
    section="three-regimes",
    source=r"RAG $\rightarrow$ Backprop $f_{ENCODER}$ query, freeze doc encoder; REALM $\rightarrow$ Doc Encoder and $f_{ENCODER}$ both "
    "trained",
    correction="RAG trains the query encoder and the generator; REALM trains both encoders and the reader.",
    why=r"The likelihood of the answer contains $\theta$, so the generator gets a gradient in both.",
    slip=Slip.COPYING,
    check=lambda rag: (
        _trained(-log(_retrieved(Integer(1)) * generator + (1 - _retrieved(Integer(1))) * generator**2)) == rag
    ),
    written={question},
    corrected={question, generator},
)


def _in_order(chapters: tuple[int, ...]) -> bool:
    """Whether chapters are listed as they are numbered."""
    return list(chapters) == sorted(chapters)


INDEX_OUT_OF_ORDER = Erratum(
    chapter=14,
    section="external-knowledge",
    source="The index ends with 14 RAG, 15 NOISY LABEL, 13 META LEARNING.",
    correction="13 META LEARNING, 14 RAG, 15 NOISY LABEL.",
    why="That is the order of the numbers, and of the chapters in the text.",
    slip=Slip.COPYING,
    check=_in_order,
    written=(14, 15, 13),
    corrected=(13, 14, 15),
)
