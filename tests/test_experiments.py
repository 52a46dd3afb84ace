"""Every experiment of the course: its table is complete and of the present code, its claims hold, it can be seen.

And each is run once for a seed that nobody chose, on the processor at hand. Its numbers must lie within the recorded
ones, widened on either side by twice what these spread and at least by a twentieth of the largest. A number may lie
outside for a seed, and for the next: it fails if it does so for three in a row.
"""

import re
from pathlib import Path

import pytest

from notes.experiment import Experiment, table
from notes.experiment.catalogue import experiments
from notes.ledger import Entry

ROOT = Path(__file__).parent.parent
FIRST = 10_000  # beyond the seeds of tables and of tuning
RANGE = 1_000_000

each_experiment = pytest.mark.parametrize("experiment", experiments(), ids=lambda experiment: experiment.id)


@each_experiment
def test_table_is_complete_and_of_the_present_code_and_bears_out_the_claims(experiment: Experiment) -> None:
    result = Entry(experiment.id, 0, "experiment", (), experiment.title, experiment.target).run()
    assert result.ok, result.message


@each_experiment
def test_run_of_a_new_seed_lies_within_the_recorded_ones(experiment: Experiment, run_seed: int) -> None:
    found, seed = table.table(experiment), FIRST + run_seed % RANGE
    told = table.outliers(experiment(seed), found)
    for step in (1, 2):
        further = table.outliers(experiment(seed + step), found) if told else {}
        told = {name: words for name, words in told.items() if name in further}
    assert not told, f"for the seeds {seed} to {seed + 2}, {'; '.join(told.values())}"


@each_experiment
def test_drawn_numbers_are_those_of_the_runs(experiment: Experiment) -> None:
    drawn = [name for names in experiment.panels.values() for name in names]
    assert drawn
    assert set(drawn) <= set(table.table(experiment).runs[0].numbers)


@each_experiment
def test_experiment_is_shown_on_its_page_or_in_a_lab(experiment: Experiment) -> None:
    pages = "".join(path.read_text("utf8") for path in (ROOT / "docs").glob("*.md"))
    labs = "".join(path.read_text("utf8") for path in (ROOT / "labs").glob("*.py"))
    name = experiment.function.__name__
    assert f"```experiment\n{experiment.target}\n```" in pages or re.search(rf"^show\({name}\)$", labs, re.MULTILINE)


def test_every_table_has_its_experiment() -> None:
    assert {path.stem for path in table.FOLDER.glob("*")} == {one.id for one in experiments()}
