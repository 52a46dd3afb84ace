r"""A small generator: it answers a question word by word, from a passage or from its weights alone."""

from copy import deepcopy

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import (
    beartype,
    require_below,
    require_decomposable,
    require_finite,
    require_not_negative,
    require_sizes,
)
from notes.losses.categorical import log_softmax


class Reader(nn.Module):
    r"""A network with one hidden layer that gives the next word of an answer.

    $$p_\theta(y_t = w \mid x, z, y_{t-1}) = \operatorname{softmax}_w \big( U \operatorname{ReLU}(
    Q x + P z + R y_{t-1} + c_t) \big)$$

    Question $x$ and passage $z$ are counts of words. A passage of zeros is none: the reader then answers by heart.

    Args:
        words: size of the vocabulary.
        generator: source of the first weights.
        hidden: number of hidden units.
        tokens: number of words of an answer.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, words: int, generator: torch.Generator, hidden: int = 64, tokens: int = 2) -> None:
        require_sizes(words=words, hidden=hidden, tokens=tokens)
        super().__init__()

        def drawn(*shape: int) -> nn.Parameter:
            return nn.Parameter(torch.randn(*shape, generator=generator) / hidden**0.5)

        self.question, self.passage, self.previous = (drawn(words, hidden) for _ in range(3))
        self.place, self.output = drawn(tokens, hidden), drawn(hidden, words)

    def forward(
        self,
        questions: Float[Tensor, "batch words"],
        passages: Float[Tensor, "batch documents words"],
        prefixes: Int64[Tensor, "batch tokens"],
    ) -> Float[Tensor, "batch documents words"]:
        """Log probabilities of the word that comes after each prefix, for each passage."""
        hidden = (questions @ self.question)[:, None] + passages @ self.passage + self.place[prefixes.shape[1]]
        if prefixes.shape[1]:
            hidden = hidden + self.previous[prefixes[:, -1]][:, None]
        return log_softmax(hidden.relu() @ self.output)


@jaxtyped(typechecker=beartype)
def token_log_probabilities(
    reader: nn.Module,
    questions: Float[Tensor, "batch words"],
    passages: Float[Tensor, "batch documents words"],
    answers: Int64[Tensor, "batch tokens"],
) -> Float[Tensor, "batch documents tokens"]:
    r"""Log probability of each word of an answer, given the question, each passage, and the words before it.

    $$\log p_\theta(y \mid x, z) = \sum_t \log p_\theta(y_t \mid x, z, y_{<t})$$

    Args:
        reader: the generator.
        questions: counts of words.
        passages: counts of words of the passages retrieved for each question.
        answers: words of each answer, as columns of the vocabulary.

    Returns:
        One log probability for every passage and word.

    Raises:
        ValueError: if an argument is NaN or infinite, or an answer is no word.

    Example:
        ```python
        import torch
        from notes.retrieval.reader import Reader, token_log_probabilities

        reader, answers = Reader(7, torch.Generator().manual_seed(0)), torch.tensor([[0, 1], [2, 3]])
        scores = token_log_probabilities(reader, torch.zeros(2, 7), torch.zeros(2, 3, 7), answers)
        print(tuple(scores.shape), bool((scores < 0).all()))
        #> (2, 3, 2) True
        ```
    """
    require_below(questions.shape[1], answers=answers)
    require_finite(questions=questions, passages=passages)
    steps = [
        reader(questions, passages, answers[:, :t]).take_along_dim(answers[:, None, t, None], -1).squeeze(-1)
        for t in range(answers.shape[1])
    ]
    return torch.stack(steps, -1)


@jaxtyped(typechecker=beartype)
def greedy_answers(
    reader: nn.Module,
    questions: Float[Tensor, "batch words"],
    passages: Float[Tensor, "batch documents words"],
    log_prior: Float[Tensor, "batch documents"],
    tokens: int = 2,
) -> Int64[Tensor, "batch tokens"]:
    r"""Answers word by word, each the likeliest under the mean over the documents.

    $$y_t = \operatorname*{arg\,max}_w \sum_z p(z \mid x) \, p_\theta(w \mid x, z, y_{<t})$$

    Args:
        reader: the generator.
        questions: counts of words.
        passages: counts of words of the passages retrieved for each question.
        log_prior: log probabilities of these passages.
        tokens: number of words of an answer; positive.

    Returns:
        The words of each answer, as columns of the vocabulary.

    Raises:
        ValueError: if `tokens` is not positive, or an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.retrieval.reader import Reader, greedy_answers

        reader = Reader(7, torch.Generator().manual_seed(0))
        print(tuple(greedy_answers(reader, torch.zeros(4, 7), torch.zeros(4, 1, 7), torch.zeros(4, 1)).shape))
        #> (4, 2)
        ```

    Reference: P. Lewis et al., Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks, 2020, section 2.5.
    """
    require_finite(questions=questions, passages=passages)
    if tokens < 1:
        raise ValueError(f"`tokens` must be positive, got {tokens}")
    found = torch.zeros(len(questions), 0, dtype=torch.int64, device=questions.device)
    for _ in range(tokens):
        mixed = (log_prior[..., None] + reader(questions, passages, found)).logsumexp(1)
        found = torch.cat([found, mixed.argmax(-1, keepdim=True)], dim=1)
    return found


@jaxtyped(typechecker=beartype)
def trained_reader(
    reader: nn.Module,
    questions: Float[Tensor, "questions words"],
    passages: Float[Tensor, "questions words"],
    answers: Int64[Tensor, "questions tokens"],
    *,
    steps: int = 100,
    weight_decay: float = 1.0,
) -> nn.Module:
    """A copy of a generator, trained to answer each question from the one passage beside it.

    Args:
        reader: the generator to start from; it stays as it is.
        questions: counts of words.
        passages: counts of words of one passage per question; zeros train it to answer by heart.
        answers: words of each answer, as columns of the vocabulary.
        steps: number of updates of AdamW, each with all questions; positive.
        weight_decay: decay of AdamW, which makes it read rather than remember; zero to learn by heart.

    Returns:
        The trained copy.

    Raises:
        ValueError: if `steps` is not positive, or an argument is NaN or infinite, or an answer is no word, or a number
            is of half precision, or `weight_decay` negative.

    Example:
        ```python
        import torch
        from notes.retrieval.reader import Reader, greedy_answers, trained_reader

        texts, answers = torch.eye(4), torch.tensor([[0, 1], [1, 2], [2, 3], [3, 0]])
        reader = trained_reader(Reader(4, torch.Generator().manual_seed(0)), torch.zeros(4, 4), texts, answers)
        print(greedy_answers(reader, torch.zeros(4, 4), texts[:, None], torch.zeros(4, 1)).tolist())
        #> [[0, 1], [1, 2], [2, 3], [3, 0]]
        ```
    """
    require_decomposable(questions=questions, passages=passages)
    require_not_negative(weight_decay=weight_decay)
    require_below(questions.shape[1], answers=answers)
    if steps < 1:
        raise ValueError(f"`steps` must be positive, got {steps}")
    reader = deepcopy(reader)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=0.01, weight_decay=weight_decay)
    for _ in range(steps):
        loss = -token_log_probabilities(reader, questions, passages[:, None], answers).sum(-1).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return reader


@jaxtyped(typechecker=beartype)
def exact_matches(
    reader: nn.Module,
    questions: Float[Tensor, "questions words"],
    passages: Float[Tensor, "questions words"],
    answers: Int64[Tensor, "questions tokens"],
) -> float:
    """Share of the questions that are answered right, word for word, each from the one passage beside it.

    Args:
        reader: the generator.
        questions: counts of words.
        passages: counts of words of one passage per question; zeros for an answer by heart.
        answers: words of each answer, as columns of the vocabulary.

    Returns:
        A number from 0 to 1.

    Raises:
        ValueError: if an argument is NaN or infinite, or an answer is no word.

    Example:
        ```python
        import torch
        from notes.retrieval.reader import Reader, exact_matches

        reader, none = Reader(7, torch.Generator().manual_seed(0)), torch.zeros(2, 7)
        print(exact_matches(reader, none, none, torch.tensor([[0, 1], [2, 3]])) <= 0.5)
        #> True
        ```
    """
    require_below(questions.shape[1], answers=answers)
    require_finite(questions=questions, passages=passages)
    found = greedy_answers(
        reader, questions, passages[:, None], torch.zeros(len(questions), 1, device=questions.device), answers.shape[1]
    )
    return float((found == answers).all(-1).float().mean())
