"""Experiments of chapter 14: what a reader knows, which retriever finds what, and three ways to train both."""

from statistics import mean as average

from torch import Generator, zeros

from notes.experiment import always, difference, experiment, mean, often
from notes.experiment.claims import Numbers
from notes.retrieval import regimes
from notes.retrieval.comparison import KINDS, dense_retriever, places_by_retriever
from notes.retrieval.dense import DualEncoder, word_affinities
from notes.retrieval.knowledge import RELATIONS, SYNONYMS
from notes.retrieval.open_book import Readers, best_passages, readers, shares_right
from notes.retrieval.ranking import recall_at
from notes.retrieval.reader import greedy_answers
from notes.retrieval.task import Task, asked, rewritten, task

QUESTIONS = {kind: kind.replace(",", "") for kind in KINDS}
RETRIEVERS = ("TF-IDF", "BM25", "DPR", "sum")
FACTS = ("learned", "never asked", "new entities", "changed")
SYSTEMS = ("start", "DPR", "RAG", "REALM", "REALM old index", "REALM rebuilt")


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


@experiment(
    "Words, vectors, and the sum of both scores",
    always(
        "TF-IDF and BM25 find every passage that is asked for in its own words",
        lambda run: all(run[f"{name} {kind} same words"] == 1 for name in RETRIEVERS[:2] for kind in ("known", "new")),
    ),
    always(
        "in other words about known entities DPR finds more than twice as many as BM25",
        lambda run: run["DPR known other words"] > 2 * run["BM25 known other words"],
    ),
    always(
        "DPR finds at most one in ten about new entities",
        lambda run: max(run["DPR new same words"], run["DPR new other words"]) <= 0.1,
    ),
    always(
        "in other words about new entities the sum finds at least nine in ten",
        lambda run: run["sum new other words"] >= 0.9,
    ),
    always(
        "in other words about known entities the sum finds fewer than DPR",
        lambda run: run["sum known other words"] < run["DPR known other words"],
    ),
    always(
        "over the four kinds the sum is best on average",
        lambda run: total(run, "sum") > max(total(run, name) for name in RETRIEVERS[:3]),
    ),
    always("every synonym has found its relation", lambda run: run["synonyms found"] == 1),
    panels={
        **{
            f"recall at one, {kind}": tuple(f"{name} {words}" for name in RETRIEVERS)
            for kind, words in QUESTIONS.items()
        },
        "share of the synonyms that add most to the score of their own relation": ("synonyms found",),
    },
)
def retrievers(seed: int) -> dict[str, float]:
    """Recall at one of four retrievers for held-out questions of four kinds, and what the vectors say of synonyms."""
    generator = Generator().manual_seed(seed)
    drawn = task(generator)
    encoder = dense_retriever(drawn, generator)
    numbers = {
        f"{name} {QUESTIONS[kind]}": recall_at(places, 1).item()
        for kind, by_name in places_by_retriever(drawn, encoder).items()
        for name, places in by_name.items()
    }
    return numbers | {"synonyms found": synonyms_found(drawn, encoder)}


def total(run: Numbers, name: str) -> float:
    """Recall of a retriever, summed over the four kinds of questions."""
    return sum(run[f"{name} {words}"] for words in QUESTIONS.values())


def synonyms_found(drawn: Task, encoder: DualEncoder) -> float:
    """Share of the synonyms that add more to the score of their own relation's name than to that of any other."""
    columns = [drawn.columns[name] for name in RELATIONS]
    pairs = [(place, synonym) for place, name in enumerate(RELATIONS) for synonym in SYNONYMS[name]]
    added = word_affinities(encoder)[[drawn.columns[synonym] for _, synonym in pairs]][:, columns]
    return average(float(row.argmax() == place) for row, (place, _) in zip(added, pairs, strict=True))


@experiment(
    "One task, three regimes of 150 steps",
    always("the start finds fewer than one in ten", lambda run: run["recall start"] < 0.1),
    always(
        "DPR, RAG and REALM each find more than half",
        lambda run: min(run[f"recall {name}"] for name in ("DPR", "RAG", "REALM")) > 0.5,
    ),
    mean("recall RAG less DPR", above=-0.1, below=0),
    often("RAG answers more than DPR", lambda run: run["exact RAG"] > run["exact DPR"]),
    difference("exact RAG", "exact DPR"),
    difference("exact DPR with the reader of RAG", "exact DPR"),
    often(
        "REALM finds more than DPR and RAG", lambda run: run["recall REALM"] > max(run["recall DPR"], run["recall RAG"])
    ),
    difference("recall REALM", "recall DPR"),
    difference("recall REALM", "recall RAG"),
    often(
        "REALM answers more than DPR and RAG", lambda run: run["exact REALM"] > max(run["exact DPR"], run["exact RAG"])
    ),
    difference("recall REALM", "recall REALM old index"),
    mean("recall REALM rebuilt less refreshed", above=-0.05, below=0.05),
    always(
        "an index that is never refreshed agrees less with a fresh one than a refreshed index does",
        lambda run: run["agreement never refreshed"] < run["agreement refreshed"],
    ),
    panels={
        "recall at one, held-out facts in other words": tuple(f"recall {name}" for name in SYSTEMS),
        "share of exact answers to the same questions": (
            *(f"exact {name}" for name in SYSTEMS),
            "exact DPR with the reader of RAG",
        ),
        "difference of recall": ("recall RAG less DPR", "recall REALM rebuilt less refreshed"),
        "agreement with a fresh index, last twenty steps": ("agreement refreshed", "agreement never refreshed"),
    },
)
def three_regimes(seed: int) -> dict[str, float]:
    """Recall and exact answers of one system after each way of training, 150 steps each."""
    generator = Generator().manual_seed(seed)
    drawn = task(generator)
    start = regimes.warm_start(drawn, generator)
    asks = asked(drawn, drawn.trained, range(4))
    dpr = regimes.trained_as_dpr(start, drawn, asks, generator, steps=150)
    rag = regimes.trained_as_rag(start, drawn, asks, generator, steps=150)
    realm, old = (
        regimes.trained_as_realm(start, drawn, asks, generator, refresh=refresh, steps=150)
        for refresh in (regimes.OFTEN, regimes.Refresh(interval=1000, delay=0))
    )
    fresh, rebuilt = (regimes.reindexed(course.system, drawn) for course in (realm, old))
    numbers = system_scores(dict(zip(SYSTEMS, (start, dpr, rag, fresh, old.system, rebuilt), strict=True)), drawn)
    return numbers | {
        "recall RAG less DPR": numbers["recall RAG"] - numbers["recall DPR"],
        "recall REALM rebuilt less refreshed": numbers["recall REALM rebuilt"] - numbers["recall REALM"],
        "agreement refreshed": average(realm.agreement[-20:]),
        "agreement never refreshed": average(old.agreement[-20:]),
    }


def system_scores(systems: dict[str, regimes.System], drawn: Task) -> dict[str, float]:
    """Recall and exact answers of each system on held-out facts in other words, and of DPR with another's reader."""
    held = asked(drawn, drawn.held, [1, 2, 3])
    swapped = systems["DPR"]._replace(reader=systems["RAG"].reader)
    found = {name: regimes.scores(one, drawn, held) for name, one in systems.items()}
    numbers = {f"recall {name}": one.recall for name, one in found.items()}
    numbers |= {f"exact {name}": one.exact for name, one in found.items()}
    return numbers | {"exact DPR with the reader of RAG": regimes.scores(swapped, drawn, held).exact}
