"""The rival of the operators: one network that reads all facts and answers at once."""

import copy
from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits

from notes.domain import beartype, require_sizes
from notes.transformers.facts import KINDS, LENGTH, WORDS, Fact, Question, answer, database, numbered, question
from notes.transformers.layers import PreNormEncoderLayer
from notes.transformers.neural_database import SENTENCES, Encoder


class FusionReader(nn.Module):
    """Reads the question with each fact, lets all facts attend to one another, and scores every word as an answer.

    A word may be copied from a fact, or written without one, as a number must be that stands in no fact.

    Attributes:
        encoder: over the question and one fact.
        join: from the sentences' mean vectors to one vector for the fact.
        layers: over the vectors of the question and of all facts.
        copy: from the vectors of a word and of its fact to the word's score.
        write: from the question's vector to a score for each word.

    Reference: G. Izacard and E. Grave, Leveraging Passage Retrieval with Generative Models for Open Domain Question
    Answering, 2021.
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        width = encoder.words.embedding_dim
        self.encoder = encoder
        self.join = _two_layers(SENTENCES * width, width)
        self.layers = nn.ModuleList([PreNormEncoderLayer(width, 2, 2 * width) for _ in range(2)])
        self.copy, self.write = _two_layers(2 * width, 1), nn.Linear(width, len(WORDS) + 1)
        last = self.copy[-1]
        assert isinstance(last, nn.Linear)
        for bias in (last.bias, self.write.bias):
            nn.init.constant_(bias, -3.0)  # few words are in an answer

    @jaxtyped(typechecker=beartype)
    def forward(
        self, asked: Int[Tensor, "batch length"], told: Int[Tensor, "batch facts length"]
    ) -> Float[Tensor, "batch words"]:
        """A score for each word: whether it belongs to the answer."""
        rows = torch.cat([asked[:, None].expand_as(told), torch.zeros_like(told), told], dim=-1)
        read = self.encoder(rows.flatten(0, 1)).unflatten(1, (SENTENCES, LENGTH)).unflatten(0, told.shape[:2])
        facts = self.join(read.mean(dim=3).flatten(start_dim=2))
        vectors = torch.cat([self.encoder.words(asked).mean(dim=1, keepdim=True), facts], dim=1)
        for layer in self.layers:
            vectors = layer(vectors)
        words = read[:, :, 2]
        copied = self.copy(torch.cat([words, vectors[:, 1:, None].expand_as(words)], dim=-1)).squeeze(-1)
        written = self.write(vectors[:, 0])
        return written.scatter_reduce(1, told.flatten(start_dim=1), copied.flatten(start_dim=1), reduce="amax")


def _two_layers(inputs: int, outputs: int) -> nn.Sequential:
    """A network with one hidden layer, as wide as its input."""
    return nn.Sequential(nn.Linear(inputs, inputs), nn.ReLU(), nn.Linear(inputs, outputs))


class Examinations(NamedTuple):
    """Questions about whole databases of one size, with their answers.

    Attributes:
        asked: the questions.
        told: all facts of each database.
        answers: one for each word of the answer, zero for other words.
    """

    asked: Int[Tensor, "batch length"]
    told: Int[Tensor, "batch facts length"]
    answers: Float[Tensor, "batch words"]


@jaxtyped(typechecker=beartype)
def examinations(databases: int, size: int, generator: torch.Generator) -> Examinations:
    """Whole databases of the combinations for training, each with a question of every kind.

    Args:
        databases: how many databases.
        size: number of facts in each.
        generator: source of everything.

    Returns:
        Five times as many questions as databases.

    Raises:
        ValueError: if `databases` is below 1.
    """
    require_sizes(databases=databases)
    asked, told, answers = [], [], []
    for _ in range(databases):
        facts = database(size, generator)
        for kind in KINDS:
            asked.append(question(kind, facts, generator))
            told.append(numbered([one.sentence for one in facts]))
            answers.append(torch.zeros(len(WORDS) + 1))
            answers[-1][[WORDS[word] for word in answer(asked[-1], facts)]] = 1
    return Examinations(numbered([one.sentence for one in asked]), torch.stack(told), torch.stack(answers))


@jaxtyped(typechecker=beartype)
def trained_fusion_reader(
    data: Sequence[Examinations], encoder: Encoder, steps: int, generator: torch.Generator, *, batch: int = 16
) -> FusionReader:
    """A reader of whole databases, trained by Adam; the sizes of the databases take turns.

    Args:
        data: what it learns from, one entry for each size.
        encoder: that of a reader of single facts; a copy of it is trained further.
        steps: number of steps; the step size falls linearly from 0.005 to zero.
        generator: source of the other first weights and of the batches.
        batch: questions in a step.

    Returns:
        The reader.

    Raises:
        ValueError: if `batch` is below 1.
    """
    require_sizes(batch=batch)
    with torch.random.fork_rng():
        torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
        reader = FusionReader(copy.deepcopy(encoder).requires_grad_())
    optimizer = torch.optim.Adam(reader.parameters(), lr=0.005)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=steps)
    for step in range(steps):
        one_size = data[step % len(data)]
        chosen = torch.randint(len(one_size.asked), (batch,), generator=generator)
        scores = reader(one_size.asked[chosen], one_size.told[chosen])
        loss = binary_cross_entropy_with_logits(scores, one_size.answers[chosen], reduction="sum") / batch
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return reader.requires_grad_(False)


def fused_answer(asked: Question, facts: Sequence[Fact], reader: FusionReader) -> frozenset[str]:
    """An answer by a reader of whole databases: every word that it finds likelier than not, and the likeliest.

    Args:
        asked: the question; only its words are used.
        facts: the database; only its sentences are used.
        reader: a trained reader.

    Returns:
        The answer as a set of words.
    """
    told = numbered([one.sentence for one in facts], device=reader.write.weight.device)
    scores = reader(numbered([asked.sentence], device=told.device), told[None])[0, 1:]
    names = list(WORDS)
    return frozenset(names[place] for place in {*(scores > 0).nonzero().flatten().tolist(), int(scores.argmax())})
