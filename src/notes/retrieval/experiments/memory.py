"""What a reader knows by heart and by book."""

from torch import Generator, zeros

from notes.experiment import always, difference, experiment, often
from notes.retrieval.open_book import Readers, best_passages, readers, shares_right
from notes.retrieval.reader import greedy_answers
from notes.retrieval.task import Task, asked, rewritten, task

FACTS = ("learned", "never asked", "new entities", "changed")


@experiment(
    "What is known by heart and by book, before and after the world changes",
    always("both give every learned answer", lambda run: run["by heart learned"] == run["by book learned"] == 1),
    always(
        "by heart at most one answer in ten about facts that training did not ask for",
        lambda run: max(run["by heart never asked"], run["by heart new entities"]) <= 0.1,
    ),
    always(
        "by book more than half of these",
        lambda run: min(run["by book never asked"], run["by book new entities"]) > 0.5,
    ),
    always("by heart no changed fact", lambda run: run["by heart changed"] == 0),
    always("by book some of the changed facts and not all", lambda run: 0 < run["by book changed"] < 1),
    often("by book more than half of the changed facts", lambda run: run["by book changed"] > 0.5),
    difference("by book never asked", "by book changed"),
    always("by book a word of some old answers", lambda run: run["a word of the old answer"] > 0),
    panels={
        "share of answers with both words right": tuple(
            f"{how} {kind}" for kind in FACTS for how in ("by heart", "by book")
        ),
        "share of the changed facts, by book": ("a word of the old answer",),
    },
)
def by_book(seed: int) -> dict[str, float]:
    """Share of right answers by heart and by book for four kinds of facts, forty of which have changed."""
    generator = Generator().manual_seed(seed)
    before = task(generator)
    pair, changed = readers(before, generator), before.trained[:40]
    after = rewritten(before, changed, generator)
    worlds, asks = (before, before, before, after), (before.trained, before.held, before.new, changed)
    numbers = {}
    for kind, world, facts in zip(FACTS, worlds, asks, strict=True):
        numbers[f"by heart {kind}"], numbers[f"by book {kind}"] = shares_right(pair, world, facts)
    return numbers | {"a word of the old answer": remembered(pair, before, after, changed)}


def remembered(pair: Readers, before: Task, after: Task, changed: list[int]) -> float:
    """Share of the changed facts that the reader, with the new passage, answers with a word of the old answer."""
    old = asked(before, changed, [0])
    passages = best_passages(old.counts, after)
    answers = greedy_answers(pair.by_book, old.counts, passages[:, None], zeros(len(changed), 1))
    return (answers == old.answers).any(-1).float().mean().item()
