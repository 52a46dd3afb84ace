import subprocess
import sys

import pytest

from notes.experiment.instructions import SETTINGS
from notes.site import elsewhere
from notes.site.elsewhere import failures, main

SAYS = "import os, sys; sys.exit(os.environ.get({name!r}) == {value!r})"


@pytest.mark.parametrize(
    ("name", "value", "failed"),
    [
        ("MKL_ENABLE_INSTRUCTIONS", "AVX2", ["AVX2"]),
        ("MKL_CBWR", "COMPATIBLE", ["another vendor"]),
        ("PYTHONHASHSEED", "1", ["plain"]),
        ("PYTHONHASHSEED", "", []),
    ],
)
def test_command_runs_under_every_setting(monkeypatch: pytest.MonkeyPatch, name: str, value: str, failed: list[str]):
    monkeypatch.setattr(elsewhere, "offered", lambda: ("x86", "AVX2"))
    assert failures([sys.executable, "-c", SAYS.format(name=name, value=value)]) == failed


def test_settings_that_the_processor_lacks_are_left_out(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture):
    monkeypatch.setattr(elsewhere, "offered", lambda: ("ARM",))
    monkeypatch.setattr(sys, "argv", ["elsewhere", sys.executable, "-c", "print('ran')"])
    assert main() == 0
    told = capfd.readouterr().out
    assert told.count("ran") == 1
    assert "want of the instructions: plain, AVX2, another vendor" in told


def test_failing_settings_are_told_at_the_end(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    monkeypatch.setattr(subprocess, "run", lambda *_, **options: subprocess.CompletedProcess([], options != {}))
    monkeypatch.setattr(elsewhere, "left_out", lambda: ["AVX2"])
    assert main() == 1
    assert capsys.readouterr().out.splitlines()[-1] == f"failed: {', '.join(n for n in SETTINGS if n != 'AVX2')}"
