from pathlib import Path

import numpy as np
import pytest

from notes.experiment import Experiment, table
from notes.experiment.instructions import SEEDS
from notes.experiment.table import Run, Table, limits, outliers


def runs(experiment: Experiment, *places: tuple[str, int]) -> tuple[Run, ...]:
    return tuple(Run(name, seed, experiment(seed)) for name, seed in places)


def test_table_comes_back_sorted_and_complete(course: dict[str, Experiment]) -> None:
    drift = course["drift"]
    every = [(name, seed) for name in ("plain", "AVX2") for seed in SEEDS[name]]
    table.write(drift, Table("0123", runs(drift, *every[::-1])))
    found = table.table(drift)
    assert found.code == "0123"
    assert [(run.instructions, run.seed) for run in found.runs] == every
    assert found.lacking == []
    assert found.sets == ["plain", "AVX2"]
    assert found.column("a", "plain") == pytest.approx([drift(seed)["a"] for seed in SEEDS["plain"]], abs=1e-5)
    assert table.file(drift).read_text().splitlines()[0] == "# A drift that is seen"


def test_a_missing_table_is_named(course: dict[str, Experiment]) -> None:
    with pytest.raises(FileNotFoundError, match=r"course\.drift has no table yet: run `make experiments`"):
        table.table(course["drift"])


def test_appended_runs_survive_and_a_torn_line_does_not(course: dict[str, Experiment]) -> None:
    drift = course["drift"]
    table.started(drift)
    for run in runs(drift, ("AVX2", 2000), ("plain", 1000)):
        table.append(drift, run)
    with table.file(drift).open("a") as file:
        file.write("plain,1001,0.5")  # killed in the middle of a number
    assert [run.seed for run in table.table(drift).runs] == [2000, 1000]
    assert [run.seed for run in table.started(drift).runs] == [2000, 1000]
    assert "0.5\n" not in table.file(drift).read_text()
    assert len(table.table(drift).lacking) == 38


def test_a_table_of_other_code_is_begun_anew(course: dict[str, Experiment]) -> None:
    drift = course["drift"]
    table.write(drift, Table("of other code", runs(drift, ("plain", 1000))))
    assert table.started(drift).runs == ()
    assert table.table(drift).code == table.current_code(drift)


def test_names_that_would_break_the_table_are_refused(course: dict[str, Experiment]) -> None:
    table.started(course["drift"])
    with pytest.raises(ValueError, match="no comma, quote or hash"):
        table.append(course["drift"], Run("plain", 1000, {"a, b": 1.0}))


def test_limits_are_widened_by_the_spread_and_at_least_by_a_twentieth() -> None:
    assert limits(np.array([1.0, 2.0])) == (-1.0, 4.0)
    assert limits(np.array([-100.0, -100.0])) == (-105.0, -95.0)
    assert limits(np.array([0.0, 0.0])) == (0.0, 0.0)


def test_outliers_are_told_by_name_and_limits() -> None:
    found = Table("", tuple(Run("plain", seed, {"a": value}) for seed, value in enumerate((1.0, 2.0))))
    assert outliers({"a": 4.0}, found) == {}
    assert outliers({"a": 4.1}, found) == {"a": "`a` must be from -1 to 4, got 4.1"}
    assert outliers({"b": 1.0}, found).keys() == {"a", "b"}


def test_tables_lie_beside_the_pages() -> None:
    assert Path(__file__).parents[2] / "docs" / "experiments" == table.FOLDER.resolve()
