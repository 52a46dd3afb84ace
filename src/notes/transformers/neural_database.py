"""A database of sentences: a trained reader says what each fact contributes, and operators put that together."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from notes.domain import beartype, require_sizes
from notes.transformers.facts import (
    FIRST_NAME,
    KINDS,
    LENGTH,
    OPERATOR,
    OPERATORS,
    WORDS,
    Fact,
    Question,
    aggregated,
    contribution,
    database,
    numbered,
    question,
)
from notes.transformers.layers import PreNormEncoderLayer

NOTHING, ANSWERS, LEADS = range(3)
"""What a reader says of a fact: of no use, part of the answer, or a step towards it."""

SENTENCES = 3
"""What is read at once: a question, a fact found before or nothing, and a fact."""


class Encoder(nn.Module):
    """One layer of a Transformer over three sentences side by side, told which names stand in several of them.

    Attributes:
        words: a vector for each word.
        places: a vector for each place; it tells the sentences apart as well.
        shared: a vector for each set of other sentences that a name stands in.
        layer: the layer of the Transformer.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, width: int) -> None:
        require_sizes(width=width)
        if width < 2 or width % 2:
            raise ValueError(f"`width` must be even and positive, got {width}")
        super().__init__()
        self.words = nn.Embedding(len(WORDS) + 1, width)
        self.places = nn.Embedding(SENTENCES * LENGTH, width)
        self.shared = nn.Embedding(2**SENTENCES, width)
        self.layer = PreNormEncoderLayer(width, 2, 2 * width)

    @jaxtyped(typechecker=beartype)
    def forward(self, rows: Int[Tensor, "rows time"]) -> Float[Tensor, "rows time width"]:
        """One vector for each word of each row."""
        vectors = self.words(rows) + self.places.weight + self.shared(shared_names(rows))
        seen = (rows > 0)[:, None].expand(-1, rows.shape[1], -1)
        result: Tensor = self.layer(vectors, seen)
        return result


@jaxtyped(typechecker=beartype)
def shared_names(rows: Int[Tensor, "rows time"]) -> Int[Tensor, "rows time"]:
    r"""In which other sentences of its row each name stands, as a binary number.

    Args:
        rows: sentences side by side, six words each, 0 for no word.

    Returns:
        $\sum_s 2^s$ over the other sentences $s$ that have the name; 0 for other words.
    """
    sentences = rows.unflatten(1, (-1, LENGTH))
    equal = (sentences[:, :, :, None, None] == sentences[:, None, None]) & (sentences >= FIRST_NAME)[
        :, :, :, None, None
    ]
    found = equal.any(dim=-1)
    own = torch.eye(sentences.shape[1], dtype=torch.bool, device=rows.device)[:, None]
    powers = 2 ** torch.arange(sentences.shape[1], device=rows.device)
    return ((found & ~own) * powers).sum(dim=-1).flatten(start_dim=1)


class Reading(NamedTuple):
    """What a reader says of a question with one fact, before any decision.

    Attributes:
        use: scores of nothing, answers, leads on.
        place: a score for each place of the fact: which word it contributes.
        operator: scores of the operators that the question may want.
    """

    use: Float[Tensor, "rows 3"]
    place: Float[Tensor, "rows length"]
    operator: Float[Tensor, "rows operators"]


class FactReader(nn.Module):
    """Reads a question, possibly a fact found before, and one fact.

    Attributes:
        encoder: over the three sentences.
        use: from the mean vectors of the three sentences to what the fact is good for.
        place: from the vector of a word to its score.
        operator: from the mean of the question's vectors to what is to be done with all contributions.

    Reference: J. Thorne et al., Database Reasoning over Text, 2021, section 4.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, width: int = 32) -> None:
        require_sizes(width=width)
        super().__init__()
        self.encoder = Encoder(width)
        self.use = nn.Sequential(nn.Linear(3 * width, 2 * width), nn.ReLU(), nn.Linear(2 * width, 3))
        self.place, self.operator = nn.Linear(width, 1), nn.Linear(width, len(OPERATORS))

    @jaxtyped(typechecker=beartype)
    def forward(self, rows: Int[Tensor, "rows time"]) -> Reading:
        """What it says of each row: question, fact found before (or zeros), fact."""
        vectors = self.encoder(rows)
        blank = rows[:, -LENGTH:] == 0
        place = self.place(vectors[:, -LENGTH:]).squeeze(-1).masked_fill(blank, -1e9)
        means = vectors.unflatten(1, (-1, LENGTH)).mean(dim=2)
        return Reading(self.use(means.flatten(start_dim=1)), place, self.operator(means[:, 0]))


class Lessons(NamedTuple):
    """What a reader of single facts learns from.

    Attributes:
        rows: question, fact found before (or zeros), fact.
        use: what the fact is good for.
        place: the place of the word that it contributes; -1 if there is none.
        operator: what is to be done with all contributions.
    """

    rows: Int[Tensor, "rows time"]
    use: Int[Tensor, " rows"]
    place: Int[Tensor, " rows"]
    operator: Int[Tensor, " rows"]


@jaxtyped(typechecker=beartype)
def lessons(databases: int, generator: torch.Generator, *, size: int = 10) -> Lessons:
    """Single facts with questions, from small databases of the combinations for training.

    Args:
        databases: how many databases; each is asked one question of each kind.
        generator: source of everything.
        size: number of facts in each.

    Returns:
        Every fact that is of use or looks like it, and a quarter of the others.
    """
    told: list[tuple[Question, Fact | None, Fact, str | None]] = []
    for _ in range(databases):
        facts = database(size, generator)
        for kind in (*KINDS, "project", "project"):
            asked = question(kind, facts, generator)
            via = [one for one in facts if contribution(asked, one) == ""]
            read = [(asked, lead, one, contribution(asked, one, lead)) for lead in [None, *via] for one in facts]
            kept = (torch.rand(len(read), generator=generator) < 0.25).tolist()
            told += [each for each, keep in zip(read, kept, strict=True) if keep or _is_tempting(*each)]
    sentences = [numbered(part) for part in _columns(told)]
    use = [NOTHING if word is None else ANSWERS if word else LEADS for *_, word in told]
    place = [one.sentence.split().index(word) if word else -1 for *_, one, word in told]
    operator = [OPERATORS.index(OPERATOR[asked.kind]) for asked, *_ in told]
    return Lessons(torch.cat(sentences, dim=1), *(torch.tensor(part) for part in (use, place, operator)))


def _is_tempting(asked: Question, via: Fact | None, told: Fact, word: str | None) -> bool:
    """Whether a fact is of use, or has the relation asked for or a name that was asked for."""
    relation, key = (asked.relation, asked.key) if via is None else ("lies", via.value)
    return word is not None or told.relation == relation or key in (told.subject, told.value)


def _columns(told: Sequence[tuple[Question, Fact | None, Fact, str | None]]) -> list[list[str]]:
    """The sentences of questions, of facts found before, and of facts."""
    return [
        [asked.sentence for asked, *_ in told],
        [via.sentence if via else "" for _, via, *_ in told],
        [one.sentence for *_, one, _ in told],
    ]


@jaxtyped(typechecker=beartype)
def trained_fact_reader(data: Lessons, steps: int, generator: torch.Generator, *, batch: int = 128) -> FactReader:
    """A reader of single facts, trained by Adam on the three cross entropies together.

    Args:
        data: what it learns from.
        steps: number of steps; the step size falls linearly from 0.02 to zero.
        generator: source of the first weights and of the batches.
        batch: rows in a step.

    Returns:
        The reader.

    Raises:
        ValueError: if `batch` is below 1.
    """
    require_sizes(batch=batch)
    with torch.random.fork_rng():
        torch.manual_seed(int(torch.randint(2**31, (), generator=generator)))
        reader = FactReader()
    optimizer = torch.optim.Adam(reader.parameters(), lr=0.02)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, total_iters=steps)
    for _ in range(steps):
        chosen = torch.randint(len(data.rows), (batch,), generator=generator, device=generator.device)
        said = reader(data.rows[chosen])
        loss = cross_entropy(said.use, data.use[chosen]) + cross_entropy(said.operator, data.operator[chosen])
        loss = loss + cross_entropy(said.place, data.place[chosen], ignore_index=-1)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return reader.requires_grad_(False)


class Derivation(NamedTuple):
    """How an answer came about.

    Attributes:
        facts: the sentences that were of use, in the order of their finding.
        words: what they contribute; empty where a fact only leads on.
        operator: what was done with the words.
        answer: the result.
    """

    facts: tuple[str, ...]
    words: tuple[str, ...]
    operator: str
    answer: frozenset[str]


def derived(asked: Question, facts: Sequence[Fact], reader: FactReader) -> Derivation:
    """An answer by the reader and the operators: each fact is read alone, then each after a fact that leads on.

    Args:
        asked: the question; only its words are used.
        facts: the database; only its sentences are used.
        reader: a trained reader.

    Returns:
        The answer with the facts that it rests on.
    """
    told = [one.sentence for one in facts]
    found, operator = _read(asked.sentence, "", told, reader)
    for sentence in [sentence for sentence, word in found.items() if not word]:
        further, _ = _read(asked.sentence, sentence, told, reader)
        found |= {other: word for other, word in further.items() if word}
    words = [word for word in found.values() if word]
    return Derivation(tuple(found), tuple(found.values()), operator, aggregated(words, operator))


def _read(asked: str, via: str, told: Sequence[str], reader: FactReader) -> tuple[dict[str, str], str]:
    """What each useful sentence contributes, and the operator that most readings ask for."""
    rows = torch.cat([numbered([asked] * len(told)), numbered([via] * len(told)), numbered(told)], dim=1)
    said = reader(rows)
    useful = said.use.argmax(dim=1).tolist()
    places = said.place.argmax(dim=1).tolist()
    found = {
        sentence: sentence.split()[place] if use == ANSWERS else ""
        for sentence, use, place in zip(told, useful, places, strict=True)
        if use != NOTHING
    }
    return found, OPERATORS[int(said.operator.sum(dim=0).argmax())]
