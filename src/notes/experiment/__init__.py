"""Experiments as data: a function of one seed that returns named numbers, and claims about the table of its runs.

    from notes.experiment import always, difference, experiment

    @experiment(
        "Plain networks train worse with depth; residual ones far less",
        always("plain 56 ends above plain 20", lambda run: run["plain 56"] > run["plain 20"]),
        difference("plain 56", "residual 56"),
        panels={"training loss (nats)": ("plain 20", "plain 56", "residual 56")},
    )
    def depth(seed: int) -> dict[str, float]:
        ...

It stands in a chapter's `experiments`. `make experiments` runs it for the seeds of each instruction set and writes its
table, `docs/experiments/convolution.depth.csv`; claims are judged by the table alone.

- `instructions`: the instruction sets that tables are made on, and their seeds
- `trial`: the experiment itself
- `claims`: what may be claimed of a table: always, often, a mean, a paired difference, an order of means
- `table`: runs in a small text file, and the limits that a new run must keep
- `reach`: the fingerprint of the code that made a table
- `catalogue`: where the chapters' experiments are found
- `making`: running what a table lacks, on one machine or on many
- `figures`: every run as a dot
"""

from notes.experiment.claims import always as always
from notes.experiment.claims import difference as difference
from notes.experiment.claims import mean as mean
from notes.experiment.claims import often as often
from notes.experiment.claims import order as order
from notes.experiment.trial import Experiment as Experiment
from notes.experiment.trial import experiment as experiment
