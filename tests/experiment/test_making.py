"""Tables are made run by run: whoever stops the making loses what was under way, on any machine with the same end."""

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from rich.console import Console

from notes.experiment import Experiment, making, table
from notes.experiment.__main__ import chosen, main, renew
from notes.experiment.making import cluster, jobs

MAKE = (
    "import toy.course\n"
    "from pathlib import Path\n"
    "from rich.console import Console\n"
    "from notes.experiment import table\n"
    "from notes.experiment.__main__ import renew\n"
    "table.FOLDER = Path({folder!r})\n"
    "renew([toy.course.drift], 1, Console())\n"
)


@pytest.fixture(autouse=True)
def _own_processes():
    yield
    making.end_processes()


def made(experiment: Experiment, workers: int = 1) -> str:
    assert renew([experiment], workers, Console(quiet=True)) == 0
    return table.file(experiment).read_text()


def test_table_is_made_once(course: dict[str, Experiment]) -> None:
    text = made(course["drift"])
    assert table.table(course["drift"]).lacking == []
    assert jobs(course["drift"], table.table(course["drift"])) == []
    assert made(course["drift"]) == text


def test_a_run_has_the_environment_of_its_instruction_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MKL_CBWR", "COMPATIBLE")
    environment = making.environment("plain")
    assert environment["ATEN_CPU_CAPABILITY"] == "default"
    assert environment["OMP_NUM_THREADS"] == "1"
    assert not {"ATEN_CPU_CAPABILITY", "MKL_CBWR"} & set(making.environment("AVX512"))


def test_failures_are_told_and_the_other_runs_kept(course: dict[str, Experiment], capsys) -> None:
    failed = renew([course["broken"]], 1, Console(width=200))
    assert failed == 1
    told = capsys.readouterr().out
    assert "toy.course.broken with the seed 1003" in told
    assert "ZeroDivisionError" in told
    assert len(table.table(course["broken"]).lacking) == 1


def test_killing_loses_the_runs_under_way_and_no_others(course: dict[str, Experiment]) -> None:
    expected = made(course["drift"])
    table.file(course["drift"]).unlink()
    program = MAKE.format(folder=str(table.FOLDER))
    making_it = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while making_it.poll() is None and not recorded(course["drift"]):
        time.sleep(0.01)
    making_it.send_signal(signal.SIGKILL)
    making_it.wait()
    kept = recorded(course["drift"])
    assert kept > 0
    todo = jobs(course["drift"], table.started(course["drift"]))
    assert len(todo) == len(expected.splitlines()) - 3 - len(table.table(course["drift"]).runs)
    assert made(course["drift"]) == expected


def recorded(experiment: Experiment) -> int:
    path = table.file(experiment)
    return max(0, len(path.read_text().splitlines()) - 3) if path.exists() else 0


def test_a_cluster_that_loses_a_worker_ends_with_the_same_table(course: dict[str, Experiment]) -> None:
    drift = course["drift"]
    expected = made(drift)
    table.file(drift).unlink()
    local = ["--host", "127.0.0.1", "--no-dashboard"]
    with started("scheduler", *local, "--port", "0", until="Scheduler at:") as (scheduler, line):
        address = re.search(r"tcp://\S+", line)[0]
        alone = [address, *local, "--no-nanny", "--nthreads", "1"]
        with started("worker", *alone, until="Registered to:") as (first, _), started("worker", *alone):
            loss = threading.Thread(target=killed_after, args=(first, drift, 5))
            loss.start()
            with cluster(address):
                text = made(drift)
            loss.join()
            assert first.poll() == -signal.SIGKILL
            assert scheduler.poll() is None
    assert text == expected


@contextmanager
def started(kind: str, *options: str, until: str = "Registered to:") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process of Dask, once it says that it is ready, with the line that says so."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    line = next(line for line in process.stderr if until in line)
    drain = threading.Thread(target=process.stderr.read, daemon=True)  # or it would wait for a reader
    drain.start()
    try:
        yield process, line
    finally:
        process.kill()
        process.wait()
        drain.join()
        process.stderr.close()


def killed_after(process: subprocess.Popen[str], experiment: Experiment, runs: int) -> None:
    """Kill a worker once so many runs are recorded."""
    while recorded(experiment) < runs:
        time.sleep(0.01)
    process.kill()
    process.wait()


def test_names_are_those_of_experiments() -> None:
    with pytest.raises(ValueError, match="`names` must be chapters or experiments"):
        chosen(["nothing"])


def test_tables_are_not_made_with_moved_seeds(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setenv("NOTES_SEED_SHIFT", "5")
    with pytest.raises(SystemExit):
        main([])
    assert "unset NOTES_SEED_SHIFT" in capsys.readouterr().err
