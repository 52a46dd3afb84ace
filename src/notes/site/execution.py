"""Running a block: statement by statement, in a process that ends with it, so that nothing leaks into the next one."""

import ast
import codeop
import contextlib
import functools
import gc
import importlib
import io
import os
import pickle
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import types
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from notes.chapters import CHAPTERS

if TYPE_CHECKING:  # a fresh interpreter shall import nothing for the block
    from notes.site.blocks import Block

LIBRARIES = (
    "torch",
    "torch._dynamo",
    "numpy",
    "scipy.integrate",
    "scipy.stats",
    "sklearn.datasets",
    "sklearn.linear_model",
    "sympy",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "jaxtyping",
    "beartype",
)
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1", "PYTHONMALLOC": "malloc"}
"""A fork copies the table of a process's pages: with pages of two megabytes, where the system has them, in a third."""
LIMIT = 60
"""Seconds of processor time that a block may take."""
PATIENCE = 10 * LIMIT
"""Seconds on the clock, for a block that waits for what never comes."""


@dataclass(frozen=True)
class Statement:
    """A top-level statement that ran: its last line, counted from 1 within the block, and what it printed."""

    last: int
    output: str


@dataclass(frozen=True)
class Run:
    """What came of a block.

    Args:
        statements: those that ran, in order.
        error: why it failed, as a traceback into the page where there is one; None if it ran clean.
        figures: for each figure that it left open, what the function named to `run` made of it.
        seconds: how long it took the processor, without the time to import torch.
    """

    statements: tuple[Statement, ...] = ()
    error: str | None = None
    figures: tuple[Any, ...] = ()
    seconds: float = 0.0


def run(block: "Block", finish: str) -> Run:
    """Run a block in a fork of a process that has imported what it will; with `NOTES_FRESH=1`, one without imports.

    The package is not imported before it where seeds are shifted, which has to come first.

    Args:
        block: what to run.
        finish: name of the function that is called in the block's process with each figure that it leaves open.
    """
    if os.environ.get("NOTES_FRESH") == "1":
        with Server(preloaded=()) as fresh:
            return fresh.run(block, finish)
    server = shared_server() if os.environ.get("NOTES_SEED_SHIFT") else server_with_package()
    return server.run(block, finish)


def run_as_saved(block: "Block", finish: str) -> Run:
    """Run a block with the package as its files are now, for a process that outlives changes of them."""
    return shared_server().run(block, finish)


def runs(blocks: Sequence["Block"], finish: str, *, workers: int = 2) -> Iterator[Run]:
    """Run blocks `workers` at a time; their runs come in the order of the blocks."""
    idle: SimpleQueue[Server] = SimpleQueue()

    def run(block: "Block") -> Run:
        server = idle.get()
        try:
            return server.run(block, finish)
        finally:
            idle.put(server)

    with contextlib.ExitStack() as others, ThreadPoolExecutor(workers) as pool:
        for number in range(min(workers, len(blocks))):
            idle.put(others.enter_context(Server()) if number else shared_server())
        yield from pool.map(run, blocks)


class Server:
    """A process that has imported what blocks import, and forks for each: a fork costs milliseconds, torch a second."""

    def __init__(self, preloaded: Sequence[str] = LIBRARIES):
        self.connection, theirs = Pipe()
        code = "import sys; from notes.site.execution import serve; serve(int(sys.argv[1]), sys.argv[2:])"
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", code, str(theirs.fileno()), *preloaded],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env=os.environ | ENVIRONMENT | LARGE_PAGES,
        )
        theirs.close()

    def run(self, block: "Block", finish: str) -> Run:
        """Run one block in a fork of this process."""
        shift = int(os.environ.get("NOTES_SEED_SHIFT") or 0)
        self.connection.send((str(block.page.resolve()), block.line, block.source, finish, shift))
        return self.connection.recv()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        self.process.wait()


@functools.cache
def shared_server() -> Server:
    """The server of this process; it ends when the process does, with the pipe between them."""
    return Server()


@functools.cache
def server_with_package() -> Server:
    """A server of this process that has also imported the chapters."""
    return Server((*LIBRARIES, *modules_of_chapters()))


def modules_of_chapters() -> list[str]:
    """The names of the chapters' modules."""
    package = Path(__file__).parents[1]
    files = [path for chapter in CHAPTERS for path in sorted((package / chapter.slug).rglob("*.py"))]
    return [
        ".".join(path.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__") for path in files
    ]


def serve(descriptor: int, preloaded: Sequence[str]) -> None:
    """What a server does: fork for each job that comes down the pipe, until the other end closes."""
    connection = Connection(descriptor)
    for name in preloaded:
        with contextlib.suppress(Exception):  # which the block meets again that imports it
            importlib.import_module(name)
    gc.freeze()  # or every fork copies what was imported, page by page, as its garbage collector walks over it
    with contextlib.suppress(EOFError):
        while True:
            connection.send_bytes(forked(connection.recv_bytes()))


def forked(job: bytes) -> bytes:
    """The pickled run of a pickled job, made in a fork of this process."""
    ours, theirs = Pipe(duplex=False)
    child = os.fork()
    if child == 0:
        try:
            signal.setitimer(signal.ITIMER_PROF, LIMIT)  # whose signal ends the process
            theirs.send_bytes(answer(job))
        finally:
            os._exit(0)
    theirs.close()
    in_time, made = ours.poll(PATIENCE), None
    with contextlib.suppress(EOFError):
        made = ours.recv_bytes() if in_time else None
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return made or pickle.dumps(Run(error=ending(status) if in_time else f"still running after {PATIENCE} seconds"))


def ending(status: int) -> str:
    """Why a process ended that did not answer, by the status that the system gives."""
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
        return f"still running after {LIMIT} seconds of processor time"
    return "its process died before it could answer"


def answer(job: bytes) -> bytes:
    """The pickled run of a pickled job, made in this process; a failure of our own is told as one of the block."""
    try:
        return pickle.dumps(executed(*pickle.loads(job)))
    except Exception:
        return pickle.dumps(Run(error=traceback.format_exc()))


def executed(file: str, line: int, source: str, finish: str, shift: int) -> Run:
    """Run the block that starts on `line` of `file`, in this very process: only a fork may call this."""
    statements: list[Statement] = []
    figures: tuple[Any, ...] = ()
    error = None
    with tempfile.TemporaryDirectory() as directory, tempfile.TemporaryFile("w+") as noise:
        os.chdir(directory)
        for descriptor in (1, 2):
            os.dup2(noise.fileno(), descriptor)
        warnings.simplefilter("error")
        os.environ["NOTES_SEED_SHIFT"] = str(shift)
        if shift:
            pkgutil.resolve_name("notes.site.shifting.shift_seeds")(shift)
        start = time.process_time()
        try:
            for statement in executed_statements(file, line, source):
                statements.append(statement)
            figures = tuple(pkgutil.resolve_name(finish)(figure) for figure in open_figures())
        except BaseException as exception:
            error = page_traceback(exception)
        seconds = time.process_time() - start
        sys.stderr.flush()
        noise.seek(0)
        error = error or (f"wrote to stderr: {text}" if (text := noise.read()) else None)
    return Run(tuple(statements), error, figures, seconds)


def executed_statements(file: str, line: int, source: str) -> Iterator[Statement]:
    """Execute the top-level statements as those of a main module, each compiled with its true place in the file."""
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    compiled = codeop.Compile()  # carries `from __future__` on to the next statement, as an interpreter does
    above = line - 1
    for node in ast.parse("\n" * above + source, file).body:
        code = compiled(ast.Module([node], []), file, "exec")  # type: ignore[arg-type]
        with contextlib.redirect_stdout(io.StringIO()) as output:
            exec(code, vars(main))
        yield Statement((node.end_lineno or 0) - above, output.getvalue())


def open_figures() -> list[Any]:
    """The figures that pyplot holds open, without importing pyplot for a block that did not."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return [pyplot.figure(number) for number in pyplot.get_fignums()] if pyplot else []


def page_traceback(exception: BaseException) -> str:
    """The exception's traceback from the block on, without the frames of this module."""
    told = traceback.TracebackException.from_exception(exception)
    theirs = [frame for frame in told.stack if frame.filename not in (__file__, ast.__file__)]
    told.stack = traceback.StackSummary.from_list(theirs)
    return "".join(told.format()).rstrip()
