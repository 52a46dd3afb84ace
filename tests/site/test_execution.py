import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from notes.site import execution
from notes.site.blocks import Block
from notes.site.execution import Run, Server, forked, run, runs

LABELS = "notes.plotting.require_labels"
Ran = Callable[[str], Run]


@pytest.fixture
def ran(tmp_path: Path) -> Ran:
    def ran(source: str) -> Run:
        page = tmp_path / "page.md"
        page.write_text(f"# Title\n\n```python\n{source}```\n")
        return run(Block(page, 4, source), LABELS)

    return ran


def test_run_has_the_output_of_each_statement(ran: Ran):
    result = ran("x = 1\nprint(x)\nfor i in range(2):\n    print(i,\n        end=';')\n")
    assert [(statement.last, statement.output) for statement in result.statements] == [(1, ""), (2, "1\n"), (5, "0;1;")]
    assert result.error is None


def test_run_is_a_main_module(ran: Ran):
    source = "from __future__ import annotations\ndef f(x: unknown): ...\nprint(__name__, f.__module__)\n"
    assert ran(source).statements[-1].output == "__main__ __main__\n"


def test_run_points_into_the_page(ran: Ran):
    result = ran("x = 1\ndef f():\n    return x / 0\nf()\n")
    assert 'page.md", line 7, in <module>\n    f()' in result.error
    assert 'page.md", line 6, in f\n    return x / 0' in result.error
    assert "execution.py" not in result.error
    assert 'page.md", line 5' in ran("x = 1\nx = = 1\n").error


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("import warnings\nwarnings.warn('old', DeprecationWarning)\n", "DeprecationWarning: old"),
        ("import sys\nprint('told', file=sys.stderr)\n", "wrote to stderr: told"),
        ("import os\nos.write(1, b'past sys.stdout')\n", "wrote to stderr: past sys.stdout"),
        ("import os\nos._exit(0)\n", "its process died before it could answer"),
        ("raise SystemExit(0)\n", "SystemExit: 0"),
        ("import matplotlib.pyplot as plt\nplt.plot([1, 2])\n", "must have a label"),
    ],
)
def test_run_fails(ran: Ran, source: str, error: str):
    assert error in ran(source).error


def test_run_goes_on_after_a_process_died(ran: Ran):
    assert ran("import os\nos._exit(0)\n").error
    assert ran("print(1)\n").error is None


@pytest.mark.parametrize(
    ("limit", "source", "error"),
    [
        ("LIMIT", "while True:\n    pass\n", "still running after 0.3 seconds of processor time"),
        ("PATIENCE", "import time\ntime.sleep(60)\n", "still running after 0.3 seconds"),
    ],
)
def test_run_ends_at_the_limit(monkeypatch: pytest.MonkeyPatch, limit: str, source: str, error: str):
    monkeypatch.setattr(execution, limit, 0.3)
    assert pickle.loads(forked(pickle.dumps(("page.md", 1, source, LABELS, 0)))).error == error


def test_run_does_not_count_the_time_of_others(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(execution, "LIMIT", 0.3)
    waiting = "import time\ntime.sleep(0.6)\nprint(1)\n"
    assert pickle.loads(forked(pickle.dumps(("page.md", 1, waiting, LABELS, 0)))).error is None


LEAKS = """
import os, random, sys, torch, numpy
torch.set_default_dtype(torch.float64)
torch.manual_seed(1), numpy.random.seed(1), random.seed(1)
torch.leaked = sys.modules["leaked"] = os.environ["LEAKED"] = "yes"
leaked = True
open("leaked", "w").close()
print(numpy.random.rand(), random.random())
"""
LOOKS = """
import os, random, sys, torch, numpy
print(torch.get_default_dtype(), hasattr(torch, "leaked"), "leaked" in sys.modules, "LEAKED" in os.environ)
print("leaked" in globals(), os.path.exists("leaked"), os.listdir())
print(torch.initial_seed(), torch.rand(1).item())
print(numpy.random.rand(), random.random())
"""


def test_run_leaves_nothing_to_the_next(ran: Ran):
    before, leaks, after = ran(LOOKS), ran(LEAKS), ran(LOOKS)
    assert leaks.error is None
    assert after.statements[1].output == "torch.float32 False False False\n"
    assert after.statements[2].output == "False False []\n"
    assert after.statements[3].output == before.statements[3].output
    assert after.statements[4].output not in (before.statements[4].output, leaks.statements[-1].output)


def test_run_fresh_has_imported_nothing(ran: Ran, monkeypatch: pytest.MonkeyPatch):
    looks = "import sys\nprint(*({'torch', 'numpy', 'markdown_it'} & set(sys.modules)))\n"
    assert "torch" in ran(looks).statements[-1].output
    monkeypatch.setenv("NOTES_FRESH", "1")
    assert ran(looks).statements[-1].output == "\n"


def test_run_finds_the_chapters_imported_but_where_seeds_are_shifted(ran: Ran, monkeypatch: pytest.MonkeyPatch):
    looks = "import sys\nprint('notes.losses.gaussian' in sys.modules)\n"
    assert ran(looks).statements[-1].output == "True\n"
    monkeypatch.setenv("NOTES_SEED_SHIFT", "1")
    assert ran(looks).statements[-1].output == "False\n"


def test_what_cannot_be_imported_is_left_to_the_block(tmp_path: Path):
    with Server(preloaded=("no_such_module", "json")) as server:
        looks = "import sys\nprint('json' in sys.modules)\nimport no_such_module\n"
        ran = server.run(Block(tmp_path / "page.md", 1, looks), LABELS)
    assert ran.statements[-1].output == "True\n"
    assert "ModuleNotFoundError" in (ran.error or "")


def test_runs_come_in_the_order_of_the_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    execution.shared_server()  # which stays, with all that it imports, for the tests after this one
    monkeypatch.setattr(execution, "Server", partial(Server, preloaded=()))
    sources = [f"import time\ntime.sleep({(3 - number) / 20})\nprint({number})\n" for number in range(4)]
    blocks = [Block(tmp_path / "page.md", 1, source) for source in sources]
    assert [run.statements[-1].output for run in runs(blocks, LABELS)] == ["0\n", "1\n", "2\n", "3\n"]


def test_server_ends(tmp_path: Path):
    with Server(preloaded=()) as server:
        assert server.run(Block(tmp_path / "page.md", 1, "print(1)\n"), LABELS).error is None
    assert server.process.returncode == 0


DRAWS = """
import numpy, torch
print(torch.rand(1, generator=torch.Generator().manual_seed({seed})))
torch.manual_seed({seed})
print(torch.rand(1), numpy.random.default_rng({seed}).random())
"""


def test_seeds_are_shifted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def printed(seed: int) -> list[str]:
        with Server(preloaded=()) as server:
            ran = server.run(Block(tmp_path / "page.md", 1, DRAWS.format(seed=seed)), LABELS)
        assert ran.error is None
        return [statement.output for statement in ran.statements]

    plain = printed(1002)
    monkeypatch.setenv("NOTES_SEED_SHIFT", "1000")
    assert printed(2) == plain
