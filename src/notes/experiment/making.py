"""Making the tables: what a table lacks is run, on all cores of one machine or on those of a Dask cluster.

    python -m notes.experiment                                   every table that is stale or lacks runs
    python -m notes.experiment convolution                       those of a chapter, or one by its id
    python -m notes.experiment --scheduler tcp://10.0.0.1:8786   the same on a Dask cluster

A run happens in a process whose environment holds the libraries back to its instruction set. Such a process serves one
worker for as long as it lasts, one run after the other, with one thread.
"""

import atexit
import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

from joblib import Parallel, delayed, parallel_config

from notes.experiment.instructions import INSTRUCTIONS, SEEDS, free
from notes.experiment.table import Run, Table
from notes.experiment.trial import Experiment

THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


RUNNING: list["Process"] = []


class Job(NamedTuple):
    """A run that is to be made."""

    target: str
    instructions: str
    seed: int


class RunError(RuntimeError):
    """A run that failed, with the traceback of its process."""


def environment(instructions: str) -> dict[str, str]:
    """The variables of this process, with those of an instruction set in the place of their like, and one thread."""
    return free() | dict.fromkeys(THREADS, "1") | dict(INSTRUCTIONS[instructions].environment)


class Process:
    """A process with the environment of an instruction set, which runs experiments one after the other."""

    def __init__(self, instructions: str):
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from notes.experiment.making import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(instructions),
        )

    def run(self, target: str, seed: int) -> dict[str, float]:
        """The numbers of one run.

        Raises:
            RunError: if it fails, or its process dies.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([target, seed]) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or '{"error": "its process died"}')
        if "error" in answer:
            raise RunError(f"{target} with the seed {seed}: {answer['error']}")
        return answer["numbers"]

    def end(self) -> None:
        """Let the process end, and wait for it."""
        self.process.communicate()


def serve() -> None:
    """What a process does: run what it reads, and answer, until its input ends. Prints of a run go to stderr."""
    import traceback

    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        target, seed = json.loads(line)
        try:
            answer: dict[str, Any] = {"numbers": pkgutil.resolve_name(target)(seed)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), file=answers, flush=True)


@cache
def process(instructions: str) -> Process:
    """The process of this worker for an instruction set, started when it is first needed."""
    RUNNING.append(Process(instructions))
    return RUNNING[-1]


@atexit.register
def end_processes() -> None:
    """End the processes of this worker; those of a worker that is killed end by themselves, as their input does."""
    process.cache_clear()
    while RUNNING:
        RUNNING.pop().end()


def made(job: Job) -> tuple[Job, Run | str]:
    """A job with its run, or with what went wrong."""
    try:
        return job, Run(job.instructions, job.seed, process(job.instructions).run(job.target, job.seed))
    except RunError as error:
        end_processes()
        return job, str(error)


def jobs(experiment: Experiment, found: Table) -> list[Job]:
    """The runs that the table of an experiment lacks, on the instruction sets that this machine offers."""
    done = {(run.instructions, run.seed) for run in found.runs}
    offered = [name for name, one in INSTRUCTIONS.items() if one.available()]
    wanted = [(name, seed) for name in offered for seed in SEEDS[name]]
    return [Job(experiment.target, name, seed) for name, seed in wanted if (name, seed) not in done]


def results(todo: Sequence[Job], workers: int = -1) -> Iterator[tuple[Job, Run | str]]:
    """The jobs with their runs as they come, by the joblib backend in force.

    Args:
        todo: what is to be run.
        workers: number of processes; -1 for one a core.

    Returns:
        Pairs of a job and its run, or the words of its failure.
    """
    return Parallel(n_jobs=workers, return_as="generator_unordered", batch_size=1)(delayed(made)(job) for job in todo)


@contextmanager
def cluster(scheduler: str | None) -> Iterator[None]:
    """A context in which joblib runs on a Dask cluster; without an address, on this machine."""
    if scheduler is None:
        yield
        return
    from dask.distributed import Client

    with Client(scheduler), parallel_config("dask"):  # type: ignore[no-untyped-call]
        yield
