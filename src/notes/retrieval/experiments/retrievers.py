"""Which retriever finds what."""

from statistics import mean as average

from torch import Generator, no_grad

from notes.experiment import always, difference, experiment, mean, often
from notes.experiment.claims import Numbers
from notes.retrieval.comparison import KINDS, dense_retriever, places_by_retriever
from notes.retrieval.dense import DualEncoder, word_affinities
from notes.retrieval.knowledge import RELATIONS, SYNONYMS
from notes.retrieval.rankers import asked_words, found_first, passage_words, trained_models
from notes.retrieval.ranking import recall_at
from notes.retrieval.task import Task, asked, task

QUESTIONS = {kind: kind.replace(",", "") for kind in KINDS}
RETRIEVERS = ("TF-IDF", "BM25", "DPR", "sum", "RRF")
WORDS = ("same words", "other words")
RANKERS = ("DPR", "DPR mined", "BM25 then DPR", "BM25 then cross-encoder", "late interaction", "learned sparse")


@experiment(
    "Words, vectors, and both together",
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
        "in other words about known entities RRF finds fewer than DPR",
        lambda run: run["RRF known other words"] < run["DPR known other words"],
    ),
    difference("sum new other words", "RRF new other words"),
    always(
        "over the four kinds the sum is best on average",
        lambda run: total(run, "sum") > max(total(run, name) for name in RETRIEVERS if name != "sum"),
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
    """Recall at one of five retrievers for held-out questions of four kinds, and what the vectors say of synonyms."""
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
    "Hard negatives, a second stage, one vector for each word, weighted words",
    mean("mined less in-batch", above=-0.1, below=0.1),
    always(
        "about known entities BM25 then DPR finds as many as DPR or more",
        lambda run: all(run[f"BM25 then DPR known {words}"] >= run[f"DPR known {words}"] for words in WORDS),
    ),
    always(
        "in other words about new entities both second stages find more than eight in ten",
        lambda run: min(run["BM25 then DPR new other words"], run["BM25 then cross-encoder new other words"]) > 0.8,
    ),
    always(
        "late interaction finds more than nine in ten of the passages that are asked for in their own words",
        lambda run: min(run["late interaction known same words"], run["late interaction new same words"]) > 0.9,
    ),
    always(
        "in other words about new entities late interaction finds more than DPR",
        lambda run: run["late interaction new other words"] > run["DPR new other words"],
    ),
    often(
        "learned sparse vectors find at least nine in ten about new entities in other words",
        lambda run: run["learned sparse new other words"] >= 0.9,
    ),
    difference("learned sparse known other words", "late interaction known other words"),
    always(
        "a passage has fewer than a third of the words of the vocabulary",
        lambda run: run["words of a passage"] < 1 / 3,
    ),
    panels={
        **{f"recall at one, {kind}": tuple(f"{name} {words}" for name in RANKERS) for kind, words in QUESTIONS.items()},
        "difference of recall, known, other words": ("mined less in-batch",),
        "share of the vocabulary with a weight": ("words of a question", "words of a passage"),
    },
)
def rankers(seed: int) -> dict[str, float]:
    """Recall at one of six rankers for held-out questions of four kinds, and how sparse the learned weights are."""
    generator = Generator().manual_seed(seed)
    drawn = task(generator)
    models, numbers = trained_models(drawn, generator), dict[str, float]()
    for who, facts in (("known", drawn.held), ("new", drawn.new)):
        for words, wordings in zip(WORDS, ([0], [1, 2, 3]), strict=True):
            relevant = asked(drawn, facts, wordings).relevant
            for name, first in found_first(models, drawn, facts, wordings).items():
                numbers[f"{name} {who} {words}"] = (first == relevant).float().mean().item()
    numbers["mined less in-batch"] = numbers["DPR mined known other words"] - numbers["DPR known other words"]
    texts = {"question": asked_words(drawn, drawn.held, [1, 2, 3]), "passage": passage_words(drawn)}
    with no_grad():
        return numbers | {f"words of a {k}": (models.sparse(t) > 0).float().mean().item() for k, t in texts.items()}
