"""One task, and three ways to train retriever and reader."""

from statistics import mean as average

from torch import Generator

from notes.experiment import always, difference, experiment, mean, often
from notes.retrieval import regimes, system
from notes.retrieval.task import Task, asked, task

SYSTEMS = ("start", "DPR", "RAG", "REALM", "REALM old index", "REALM rebuilt")


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
    start = system.warm_start(drawn, generator)
    asks = asked(drawn, drawn.trained, range(4))
    dpr = regimes.trained_as_dpr(start, drawn, asks, generator, steps=150)
    rag = regimes.trained_as_rag(start, drawn, asks, generator, steps=150)
    realm, old = (
        regimes.trained_as_realm(start, drawn, asks, generator, refresh=refresh, steps=150)
        for refresh in (regimes.OFTEN, regimes.Refresh(interval=1000, delay=0))
    )
    fresh, rebuilt = (system.reindexed(course.system, drawn) for course in (realm, old))
    numbers = system_scores(dict(zip(SYSTEMS, (start, dpr, rag, fresh, old.system, rebuilt), strict=True)), drawn)
    return numbers | {
        "recall RAG less DPR": numbers["recall RAG"] - numbers["recall DPR"],
        "recall REALM rebuilt less refreshed": numbers["recall REALM rebuilt"] - numbers["recall REALM"],
        "agreement refreshed": average(realm.agreement[-20:]),
        "agreement never refreshed": average(old.agreement[-20:]),
    }


def system_scores(systems: dict[str, system.System], drawn: Task) -> dict[str, float]:
    """Recall and exact answers of each system on held-out facts in other words, and of DPR with another's reader."""
    held = asked(drawn, drawn.held, [1, 2, 3])
    swapped = systems["DPR"]._replace(reader=systems["RAG"].reader)
    found = {name: system.scores(one, drawn, held) for name, one in systems.items()}
    numbers = {f"recall {name}": one.recall for name, one in found.items()}
    numbers |= {f"exact {name}": one.exact for name, one in found.items()}
    return numbers | {"exact DPR with the reader of RAG": system.scores(swapped, drawn, held).exact}
