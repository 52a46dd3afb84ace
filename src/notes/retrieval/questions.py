r"""Questions with and without an answer in the notes, to choose a threshold and to test it.

`CALIBRATION` and `TEST` are about chapters 1 to 6; `FURTHER` is about what was written later.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import fmean
from typing import NamedTuple

import torch
from jaxtyping import Float, jaxtyped

from notes.domain import beartype, require_finite, require_length, require_share
from notes.retrieval.ask import Notes, answer


class Asked(NamedTuple):
    """A question and where its answer stands.

    Attributes:
        question: in plain words.
        anchors: the sections that answer it; none if the notes do not.
    """

    question: str
    anchors: tuple[str, ...] = ()


CALIBRATION = (
    Asked("What does the universal approximation theorem promise?", ("universal-approximation",)),
    Asked("How many linear regions can a shallow network have?", ("linear-regions",)),
    Asked("Which activation functions are there besides the ReLU?", ("activation-functions",)),
    Asked("How do I count the parameters of a network?", ("parameter-count",)),
    Asked("What is maximum likelihood?", ("maximum-likelihood",)),
    Asked("Why does a Gaussian lead to least squares?", ("least-squares-from-gaussian",)),
    Asked("What is heteroscedastic regression?", ("heteroscedastic-regression",)),
    Asked("What is the loss for several classes?", ("multiclass-cross-entropy",)),
    Asked("How does momentum change gradient descent?", ("momentum", "nesterov-momentum")),
    Asked("How does Adam choose its step?", ("adam",)),
    Asked("How should the weights be initialised?", ("parameter-initialization",)),
    Asked("What is double descent?", ("double-descent",)),
    Asked("What does dropout do to the hidden units?", ("dropout",)),
    Asked("When should training be stopped early?", ("early-stopping",)),
    Asked("What is a circulant matrix?", ("circulant-matrices",)),
    Asked("What does the convolution theorem say?", ("convolution-theorem",)),
    Asked("How large is the receptive field of a layer?", ("receptive-field",)),
    Asked("What does batch normalisation normalise?", ("batch-normalization",)),
    Asked("What is a residual block?", ("residual-block", "resnet")),
    Asked("How do the connections of a DenseNet grow?", ("densenet",)),
    Asked("What is the capital of Australia?"),
    Asked("Who won the football world cup?"),
    Asked("How do I bake sourdough bread?"),
    Asked("When was the French revolution?"),
    Asked("How tall is Mount Everest?"),
    Asked("What is the boiling point of water at sea level?"),
    Asked("Which party won the last election in Norway?"),
    Asked("How do I change a flat tyre on a bicycle?"),
    Asked("What is the price of a barrel of oil?"),
    Asked("Who wrote the novel Don Quixote?"),
    Asked("How many bones does a cat have?"),
    Asked("What is the speed of light?"),
    Asked("How does a mortgage with a fixed rate work?"),
    Asked("Which vitamins are in an orange?"),
    Asked("How is steel made from iron?"),
    Asked("What does a judge at the supreme court earn?"),
    Asked("How does AlphaGo search the tree of moves?"),
    Asked("How is speech recognised by hidden Markov models?"),
    Asked("What is the pole balancing task in reinforcement learning?"),
    Asked("How does a spam filter with naive Bayes smooth its counts?"),
)
TEST = (
    Asked("What is the softmax function for?", ("multiclass-cross-entropy", "recipe-for-losses")),
    Asked("Why is cross entropy related to the Kullback-Leibler divergence?", ("cross-entropy",)),
    Asked("Which loss belongs to a Bernoulli target?", ("bce-from-bernoulli",)),
    Asked("Which losses are robust against outliers?", ("robust-and-count-losses",)),
    Asked("What is the Gabor model?", ("gabor-model",)),
    Asked("Why use stochastic gradients of mini-batches?", ("stochastic-gradient-descent",)),
    Asked("How should the learning rate be scheduled?", ("learning-rate-schedules",)),
    Asked("How does backpropagation compute derivatives?", ("backpropagation", "toy-backpropagation")),
    Asked("Why do gradients vanish or explode in deep networks?", ("vanishing-and-exploding-gradients",)),
    Asked("What is a computation graph?", ("computation-graph",)),
    Asked("What are noise, bias and variance of a model?", ("bias-variance-decomposition", "sources-of-error")),
    Asked("What is the curse of dimensionality?", ("curse-of-dimensionality",)),
    Asked("Is regularisation the same as a prior?", ("regularization-as-a-prior",)),
    Asked("How can data be augmented?", ("data-augmentation",)),
    Asked("What do stride, padding and dilation do?", ("padding-stride-dilation",)),
    Asked("What are the skip connections of a U-Net?", ("u-net",)),
    Asked("How does the gate of a highway network work?", ("highway-networks",)),
    Asked("What is the difference between a generative and a discriminative model?", ("discriminative-vs-generative",)),
    Asked("How are networks composed, one feeding another?", ("composing-networks",)),
    Asked("What is Nesterov momentum?", ("nesterov-momentum",)),
    Asked("What is the capital of Peru?"),
    Asked("Who composed the Ninth Symphony?"),
    Asked("How do I grow tomatoes on a balcony?"),
    Asked("When did the Roman empire fall?"),
    Asked("How deep is the Mariana trench?"),
    Asked("What is the melting point of gold?"),
    Asked("Which country has the largest population?"),
    Asked("How do I repair a leaking tap?"),
    Asked("What is the exchange rate of the yen?"),
    Asked("Who painted the Mona Lisa?"),
    Asked("How many legs does a spider have?"),
    Asked("What is the mass of the moon?"),
    Asked("How does an insurance company set its premium?"),
    Asked("Which minerals are in spinach?"),
    Asked("How is paper made from wood?"),
    Asked("What does a nurse in Sweden earn?"),
    Asked("How does Q-learning explore a maze?"),
    Asked("How are words tagged by conditional random fields?"),
    Asked("What is the kernel trick of support vector machines?"),
    Asked("How does k-means choose its first centres?"),
)

FURTHER = (
    Asked("What can a linear probe read from the features of a network?", ("linear-probe",)),
    Asked("What do gated units multiply?", ("gated-units",)),
    Asked("How are the intervals of conformal prediction made?", ("conformal-intervals",)),
    Asked("Why is weight decay decoupled from the gradient?", ("decoupled-weight-decay",)),
    Asked("How does the loss scale with data and parameters?", ("scaling-laws",)),
    Asked("What is an inverted bottleneck?", ("inverted-bottleneck",)),
    Asked("What does the triplet loss compare?", ("triplet-loss",)),
    Asked("How does Barlow Twins decorrelate features?", ("barlow-twins",)),
    Asked("Why does BYOL need no negatives?", ("byol",)),
    Asked("How is word2vec trained?", ("word2vec",)),
    Asked("What does a positional encoding tell the transformer?", ("positional-encoding",)),
    Asked("How does beam search decode?", ("autoregressive-models",)),
    Asked("What is the optimal discriminator of a GAN?", ("optimal-discriminator",)),
    Asked("What is the reparameterization trick?", ("reparameterization-trick",)),
    Asked("How is the earth mover's distance computed?", ("earth-movers-distance",)),
    Asked("Why does graph convolution over-smooth?", ("over-smoothing",)),
    Asked("What are Chebyshev filters?", ("chebnet",)),
    Asked("How are graphs put into batches?", ("batching",)),
    Asked("What does the Weisfeiler-Lehman test decide?", ("weisfeiler-lehman",)),
    Asked("What is equivariance to a group?", ("equivariance", "group-equivariant-convolution")),
    Asked("How do deep sets treat their elements?", ("deep-sets",)),
    Asked("What is the lottery ticket hypothesis?", ("lottery-ticket-hypothesis",)),
    Asked("How are weights quantised to integers?", ("weight-quantization", "integer-arithmetic", "affine-symmetric")),
    Asked(
        "What does the temperature do in distillation?",
        ("temperature-squared", "soft-targets", "knowledge-distillation"),
    ),
    Asked("How does MAML adapt to a new task?", ("maml",)),
    Asked("What is the prototype of a class in few-shot learning?", ("prototypical-networks",)),
    Asked("How does a neural Turing machine address its memory?", ("neural-turing-machine",)),
    Asked("How does BM25 weigh rare words?", ("sparse-retrieval",)),
    Asked("What are in-batch negatives?", ("dense-retrieval",)),
    Asked("How does late interaction match words?", ("late-interaction",)),
    Asked("What is the noise transition matrix?", ("noise-transition-matrix",)),
    Asked("How does forward correction change the loss?", ("loss-correction",)),
    Asked("What do two networks teach each other in co-teaching?", ("co-teaching",)),
    Asked("What is BM25?", ("sparse-retrieval",)),
    Asked("How does MAML work?", ("maml",)),
    Asked("What is RAG?", ("rag",)),
    Asked("Who invented GANs?", ("gan",)),
    Asked("How are noisy labels corrected?", ("loss-correction",)),
    Asked("Who invented the telephone?"),
    Asked("How do I knit a scarf?"),
    Asked("What is the longest river in Africa?"),
    Asked("When does the next train to Vienna leave?"),
    Asked("How is cheese made from milk?"),
    Asked("Which planets have rings?"),
    Asked("What does a lawyer in Brazil earn?"),
    Asked("How does photosynthesis work in plants?"),
    Asked("Who was the first emperor of China?"),
    Asked("How many players has a volleyball team?"),
    Asked("What is the tax on cigarettes?"),
    Asked("How do I repaint a wooden door?"),
    Asked("How does simulated annealing cool down?"),
    Asked("What is the alpha-beta pruning of a game tree?"),
    Asked("How does a Kalman filter track a satellite?"),
    Asked("What is the simplex method of linear programming?"),
)


def coverages(questions: Sequence[Asked], notes: Notes) -> torch.Tensor:
    """Share of each question that its best section covers.

    Args:
        questions: what to ask.
        notes: the sections to search.

    Returns:
        One number from 0 to 1 per question.

    Example:
        ```python
        from notes.retrieval.ask import Notes
        from notes.retrieval.pages import sections
        from notes.retrieval.questions import TEST, coverages

        found = coverages(TEST, Notes(sections(chapters=range(1, 7))))
        print(bool(found[:20].mean() > found[20:].mean()))
        #> True
        ```
    """
    best = [int(notes.scores(asked.question).argmax()) for asked in questions]
    return torch.tensor([notes.coverage(asked.question, place) for asked, place in zip(questions, best, strict=True)])


@jaxtyped(typechecker=beartype)
def rightly_cited(questions: Sequence[Asked], notes: Notes) -> float:
    """Share of the answerable questions that are answered, and from a section that answers them.

    Args:
        questions: what to ask, some of it answerable.
        notes: the sections to search.

    Returns:
        A number from 0 to 1.

    Raises:
        ValueError: if no question has an answer.

    Example:
        ```python
        from notes.retrieval.ask import Notes
        from notes.retrieval.pages import sections
        from notes.retrieval.questions import TEST, rightly_cited

        print(rightly_cited(TEST, Notes(sections(chapters=range(1, 7)))) > 0.7)
        #> True
        ```
    """
    answerable = [asked for asked in questions if asked.anchors]
    if not answerable:
        raise ValueError(f"`questions` must have an answer, got {len(questions)} without")
    found = [answer(asked.question, notes) for asked in answerable]
    return fmean(one is not None and one.section.anchor in a.anchors for one, a in zip(found, answerable, strict=True))


@jaxtyped(typechecker=beartype)
def balanced_accuracy(
    covered: Float[torch.Tensor, " questions"], questions: Sequence[Asked], threshold: float
) -> float:
    r"""Mean of the shares of answerable questions answered, and of the others refused.

    $$\tfrac12 \Pr(c \ge \tau \mid \text{answerable}) + \tfrac12 \Pr(c < \tau \mid \text{not})$$

    Args:
        covered: share of each question that its best section covers.
        questions: the questions.
        threshold: least share at which a question is answered.

    Returns:
        A number from 0 to 1; one half for a rule that always does the same.

    Raises:
        ValueError: if one of the two kinds of questions is missing, or there is not one number a question, or one is
            not finite.

    Example:
        ```python
        import torch
        from notes.retrieval.questions import Asked, balanced_accuracy

        asked = [Asked("What is Adam?", ("adam",)), Asked("Who was Adam?")]
        print(balanced_accuracy(torch.tensor([0.9, 0.2]), asked, 0.5))
        #> 1.0
        ```
    """
    require_length(len(questions), covered=covered.tolist())
    require_finite(covered=covered, threshold=threshold)
    answerable = torch.tensor([bool(asked.anchors) for asked in questions], device=covered.device)
    if answerable.all() or not answerable.any():
        raise ValueError(f"`questions` must be of both kinds, got {answerable.sum()} of {len(questions)} answerable")
    answered = covered >= threshold
    return float((answered[answerable].float().mean() + (~answered[~answerable]).float().mean()) / 2)


@jaxtyped(typechecker=beartype)
def best_threshold(covered: Float[torch.Tensor, " questions"], questions: Sequence[Asked]) -> float:
    """The threshold with the highest balanced accuracy, half-way to the next share below it.

    Args:
        covered: share of each question that its best section covers.
        questions: the questions, of both kinds.

    Returns:
        The threshold; of several equally good ones that in the widest gap.

    Raises:
        ValueError: if one of the two kinds of questions is missing or there is not one share a question.

    Example:
        ```python
        import torch
        from notes.retrieval.questions import Asked, best_threshold

        asked = [Asked("What is Adam?", ("adam",)), Asked("Who was Adam?")]
        print(round(best_threshold(torch.tensor([0.9, 0.3]), asked), 4))
        #> 0.6
        ```
    """
    require_length(len(questions), covered=covered.tolist())
    require_share(covered=covered)
    shares = sorted({0.0, 1.0, *covered.tolist()})
    gaps = [((low + high) / 2, high - low) for low, high in pairwise(shares)]
    return max(gaps, key=lambda gap: (balanced_accuracy(covered, questions, gap[0]), gap[1]))[0]
