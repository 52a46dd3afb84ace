"""Experiments of chapter 14: what a reader knows, which retriever finds what, and three ways to train both."""

from statistics import mean as average

from torch import Generator

from notes.experiment import always, difference, experiment, mean, order
from notes.retrieval import regimes
from notes.retrieval.comparison import KINDS, dense_retriever, places_by_retriever
from notes.retrieval.dense import DualEncoder, word_affinities
from notes.retrieval.knowledge import RELATIONS, SYNONYMS
from notes.retrieval.open_book import best_passages, readers, shares_right
from notes.retrieval.ranking import recall_at
from notes.retrieval.reader import exact_matches
from notes.retrieval.task import Task, asked, rewritten, task

KNOWN, OTHER_WORDS, NEW, NEW_OTHER_WORDS = (kind.replace(",", "") for kind in KINDS)
RETRIEVERS = ("TF-IDF", "BM25", "DPR", "sum")
FACTS = ("learned", "never asked", "new entities", "changed")
SYSTEMS = ("start", "DPR", "RAG", "REALM", "REALM old index", "REALM rebuilt")


@experiment(
    "A generator by heart and by book",
    always("both give every learned answer", lambda run: run["by heart learned"] == run["by book learned"] == 1),
    panels={
        "answers right, both words": tuple(f"{how} {kind}" for kind in FACTS for how in ("by heart", "by book")),
        "changed facts, answered by book as before the change": ("old answer by book",),
    },
)
def by_book(seed: int) -> dict[str, float]:
    """Share of answers that are right by heart and by book, for four kinds of facts."""
    generator = Generator().manual_seed(seed)
    before = task(generator)
    pair, changed = readers(before, generator), before.trained[:40]
    after = rewritten(before, changed, generator)
    worlds = dict.fromkeys(FACTS, before) | {"changed": after}
    asks = (before.trained, before.held, before.new, changed)
    numbers = {}
    for kind, facts in zip(FACTS, asks, strict=True):
        numbers[f"by heart {kind}"], numbers[f"by book {kind}"] = shares_right(pair, worlds[kind], facts)
    old = asked(before, changed, [0])
    read = best_passages(old.counts, after)
    return numbers | {"old answer by book": exact_matches(pair.by_book, old.counts, read, old.answers)}


@experiment(
    "Words, vectors, and the sum of both scores",
    always("x", lambda run: True),
    panels={
        **{f"recall at one, {kind}": tuple(f"{name} {kind.replace(',', '')}" for name in RETRIEVERS) for kind in KINDS},
        "synonyms that meet their relation": ("synonyms found",),
    },
)
def retrievers(seed: int) -> dict[str, float]:
    """Recall at one of four retrievers for held-out questions of four kinds, and what the vectors say of synonyms."""
    generator = Generator().manual_seed(seed)
    drawn = task(generator)
    encoder = dense_retriever(drawn, generator)
    numbers = {
        f"{name} {kind.replace(',', '')}": recall_at(places, 1).item()
        for kind, by_name in places_by_retriever(drawn, encoder).items()
        for name, places in by_name.items()
    }
    return numbers | {"synonyms found": synonyms_found(drawn, encoder)}


def synonyms_found(drawn: Task, encoder: DualEncoder) -> float:
    """Share of the synonyms that add more to the score of their own relation's name than to that of any other."""
    columns = [drawn.columns[name] for name in RELATIONS]
    pairs = [(place, synonym) for place, name in enumerate(RELATIONS) for synonym in SYNONYMS[name]]
    added = word_affinities(encoder)[[drawn.columns[synonym] for _, synonym in pairs]][:, columns]
    return average(float(row.argmax() == place) for row, (place, _) in zip(added, pairs, strict=True))


@experiment(
    "One task, three regimes",
    always("x", lambda run: True),
    panels={
        "recall at one, held-out facts in other words": tuple(f"recall {name}" for name in SYSTEMS),
        "exact answers to the same questions": (*(f"exact {name}" for name in SYSTEMS), "exact DPR with the reader of RAG"),
        "agreement of the index with a fresh one, last twenty steps": ("agreement refreshed", "agreement never refreshed"),
    },
)
def three_regimes(seed: int, steps: int = 100) -> dict[str, float]:
    """Recall and exact answers of one system after each way of training, a hundred steps each."""
    generator = Generator().manual_seed(seed)
    drawn = task(generator)
    start = regimes.warm_start(drawn, generator)
    asks, held = asked(drawn, drawn.trained, range(4)), asked(drawn, drawn.held, [1, 2, 3])
    dpr = regimes.trained_as_dpr(start, drawn, asks, generator, steps=steps)
    rag = regimes.trained_as_rag(start, drawn, asks, generator, steps=steps)
    realm, old = (
        regimes.trained_as_realm(start, drawn, asks, generator, refresh=refresh, steps=steps)
        for refresh in (regimes.OFTEN, regimes.Refresh(interval=1000, delay=0))
    )
    rebuilt = [regimes.reindexed(course.system, drawn) for course in (realm, old)]
    systems = (start, dpr, rag, rebuilt[0], old.system, rebuilt[1])
    numbers = {}
    for name, system in zip(SYSTEMS, systems, strict=True):
        numbers[f"recall {name}"], numbers[f"exact {name}"] = regimes.scores(system, drawn, held)
    numbers["exact DPR with the reader of RAG"] = regimes.scores(dpr._replace(reader=rag.reader), drawn, held).exact
    for name, course in {"refreshed": realm, "never refreshed": old}.items():
        numbers[f"agreement {name}"] = average(course.agreement[-20:])
    return numbers
