"""The command line a reader uses."""

import io
import json
import subprocess
import sys

import pytest

from notes.__main__ import main, selected


def test_check_runs_one_entry_and_shows_it(capsys):
    assert main(["check", "losses.log_bound", "--workers", "1"]) == 0
    shown = capsys.readouterr().out
    assert "losses.log_bound" in shown
    assert "1 hold, 0 fail" in shown


def test_json_is_one_object_a_check(capsys):
    assert main(["check", "losses.gibbs_inequality", "--json", "--workers", "1"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert {"id", "chapter", "kind", "ok", "seconds", "steps"} <= found.keys()
    assert (found["id"], found["chapter"], found["kind"], found["ok"]) == ("losses.gibbs_inequality", 3, "proved", True)
    assert found["steps"] == 6
    assert found["witness"] == ["z3", "FLINT", "FLINT", "none", "FLINT", "FLINT"]


def test_json_says_where_the_solvers_are_missing(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "z3", None)
    assert main(["check", "losses.log_bound", "--json", "--workers", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["witness"] == "not installed"


def test_a_failure_is_the_exit_status(monkeypatch, capsys):
    from notes.ledger import Result

    monkeypatch.setattr("notes.__main__.run", lambda chosen, workers: [Result("x", 3, "proved", False, 0.1, 0, "no")])  # noqa: ARG005
    assert main(["check", "losses.log_bound"]) == 1
    assert "FAILS" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["3", "losses", "losses.log_bound", "eq:log-bound", None])
def test_names_that_stand_for_entries(name):
    assert any(entry.id == "losses.log_bound" for entry in selected(name))


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("loses", "losses"), ("losses.gibs_inequality", "losses.gibbs_inequality"), ("eq:gibs", "eq:gibbs")],
)
def test_an_unknown_name_gets_the_nearest_match(name, nearest, capsys):
    assert main(["check", name]) == 2
    assert f"the nearest match is '{nearest}'" in capsys.readouterr().err


def test_list_names_kinds_and_equations(capsys):
    assert main(["list", "losses", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kinds = {row["kind"] for row in rows}
    assert {"proved", "check", "notation", "erratum"} <= kinds
    assert main(["list", "losses"]) == 0


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "koi8-r", "utf-16"])
def test_list_can_be_read_in_every_terminal(encoding, monkeypatch):
    terminal = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr("sys.stdout", terminal)
    assert main(["list", "noisy_labels"]) == 0
    terminal.flush()
    assert "noisy_labels.p" in terminal.buffer.getvalue().decode(encoding)


def test_trust_tells_what_a_proof_rests_on(capsys):
    assert main(["trust", "generative.denoising_any_density"]) == 0
    shown = capsys.readouterr().out
    assert "derivative under an integral" in shown
    assert "p > 0" in shown
    assert main(["trust", "losses.gibbs_inequality", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert any(name == "losses.log_bound" and put_in for name, put_in in found["lemmas"])
    assert found["means"]
    assert not found["trusted"]


def test_trust_is_about_proofs(capsys):
    assert main(["trust", "losses.no_such_proof"]) == 2
    assert "nearest match" in capsys.readouterr().err


def test_nothing_is_checked_where_assertions_are_switched_off():
    lines = (
        "import sys; from notes.__main__ import main; from notes.ledger import Entry; "
        "entry = Entry('x', 1, 'check', (), 'x', 'notes.ledger.require_assertions'); "
        "print(entry.run().ok, main(['check', 'losses.log_bound', '--workers', '1']))"
    )
    done = subprocess.run([sys.executable, "-O", "-c", lines], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "2"], done.stderr
