"""Questions to a database of sentences: facts read one at a time with operators, and all at once."""

from collections.abc import Sequence

from torch import Generator, Tensor

from notes.experiment import always, difference, experiment
from notes.transformers.facts import KINDS, Fact, Question, accuracies
from notes.transformers.fusion import FusionReader, examinations, fused_answer, trained_fusion_reader
from notes.transformers.neural_database import FactReader, derived, lessons, trained_fact_reader

SIZES, COPYING = (8, 64), ("select", "project")


def readers(generator: Generator) -> tuple[FactReader, FusionReader]:
    """A reader of single facts, and its rival, which starts from its encoder and reads all facts at once."""
    reader = trained_fact_reader(lessons(200, generator), 200, generator)
    exams = [examinations(80, size, generator) for size in (6, 8)]
    return reader, trained_fusion_reader(exams, reader.encoder, 80, generator, batch=8)


def shares_right(
    reader: FactReader, rival: FusionReader, generator: Generator, databases: int
) -> tuple[Tensor, Tensor]:
    """Shares of right answers of the reader with operators, and of its rival, kind by size."""

    def one_by_one(asked: Question, facts: Sequence[Fact]) -> frozenset[str]:
        return derived(asked, facts, reader).answer

    def at_once(asked: Question, facts: Sequence[Fact]) -> frozenset[str]:
        return fused_answer(asked, facts, rival)

    operators, fused = (accuracies(way, SIZES, databases, generator) for way in (one_by_one, at_once))
    return operators, fused


@experiment(
    "Operators over what a reader found hold where one network for all facts does not",
    always(
        "reader and operators answer most questions that combine some of 64 facts",
        lambda run: run["operators combine 64"] > 0.5,
    ),
    difference("operators combine 64", "network combine 64"),
    difference("network count 8", "network count 64"),
    difference("network copy 64", "network combine 64"),
    panels={
        "share of right answers": tuple(
            f"{way} {kind} {size}"
            for way in ("operators", "network")
            for kind in ("copy", "combine", "count")
            for size in SIZES
        )
    },
)
def facts(seed: int) -> dict[str, float]:
    """Shares of exactly right answers from 8 and from 64 facts, where words are copied and where facts are combined."""
    generator = Generator().manual_seed(seed)
    found = shares_right(*readers(generator), generator, 6)
    numbers = dict[str, float]()
    for way, shares in zip(("operators", "network"), found, strict=True):
        parts = {"copy": shares[:2], "combine": shares[2:], "count": shares[KINDS.index("count"), None]}
        numbers |= {
            f"{way} {kind} {size}": rows[:, place].mean().item()
            for kind, rows in parts.items()
            for place, size in enumerate(SIZES)
        }
    return numbers
