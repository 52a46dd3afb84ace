import os
import shutil
import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pytest

import notes
from notes.site import verdicts
from notes.site.fingerprint import Fingerprints
from notes.site.proofs import _question
from notes.site.verdicts import Question, answers, exists, module_of, modules, renewed


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "CACHE", tmp_path / "cache")


def counted(log: Path, answer: object) -> object:
    with log.open("a") as file:
        file.write(f"{os.getpid()}\n")
    return answer


def test_answers_are_found_once(tmp_path: Path):
    question = Question("what", ("notes.chapters",), partial(counted, tmp_path / "log", {"value": 1}))
    assert answers([question]) == answers([question]) == [{"value": 1}]
    assert len((tmp_path / "log").read_text().split()) == 1


def test_answers_are_found_again_when_the_code_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    question = Question("what", ("notes.chapters",), partial(counted, tmp_path / "log", 1))
    answers([question])
    monkeypatch.setattr(verdicts.Fingerprints, "of", lambda _self, source: f"another {source}")
    answers([question])
    assert len((tmp_path / "log").read_text().split()) == 2


def test_answers_are_found_in_other_processes_if_there_are_several(tmp_path: Path):
    log = tmp_path / "log"
    asked = [Question(f"number {n}", ("notes.chapters",), partial(counted, log, n)) for n in range(3)]
    assert answers(asked) == [0, 1, 2]
    assert str(os.getpid()) not in log.read_text().split()


def test_renewed_finds_out_again_and_is_remembered(tmp_path: Path):
    log = tmp_path / "log"
    answers([Question("what", ("notes.chapters",), partial(counted, log, "old"))])
    question = Question("what", ("notes.chapters",), partial(counted, log, "new"))
    assert renewed(question) == "new"
    assert answers([question]) == ["new"]
    assert len(log.read_text().split()) == 2


def test_module_of_finds_the_longest_module_in_a_name():
    assert module_of("notes.site.verdicts.Question.file") == "notes.site.verdicts"


def test_module_of_refuses_a_name_outside_the_package():
    with pytest.raises(ValueError, match=r"`name` must lie in a module of notes, got 'nowhere\.at_all'"):
        module_of("nowhere.at_all")


def test_exists_imports_nothing():
    assert exists("notes.losses.figures")
    assert not exists("notes.losses.no_such_module")
    assert "notes.losses.figures" not in sys.modules or "matplotlib" in sys.modules


def test_modules_are_a_module_or_a_package_with_its_parts():
    assert modules("notes.losses.checks") == ("notes.losses.checks",)
    assert modules("notes.losses.proofs")[:1] == ("notes.losses.proofs",)
    assert "notes.losses.proofs.information" in modules("notes.losses.proofs")
    assert modules("notes.losses.nothing") == ()


@pytest.mark.parametrize("edited", ['{"answer": "2", "seal": "0"}', "2", "", '{"answer": "2"}'])
def test_an_edited_answer_is_not_believed(edited: str, tmp_path: Path):
    question = Question("what", ("notes.chapters",), partial(counted, tmp_path / "log", 1))
    assert answers([question]) == [1]
    (file,) = (tmp_path / "cache").iterdir()
    file.write_text(edited)
    assert answers([question]) == [1]
    assert len((tmp_path / "log").read_text().split()) == 2


def test_an_answer_in_the_place_of_another_is_not_believed(tmp_path: Path):
    first, second = (
        Question(f"number {n}", ("notes.chapters",), partial(counted, tmp_path / "log", n)) for n in (1, 2)
    )
    assert answers([first, second]) == [1, 2]
    one, other = (question.file(verdicts.Fingerprints()) for question in (first, second))
    other.write_text(one.read_text())
    assert answers([second]) == [2]


def test_an_answer_of_other_versions_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    question = Question("what", ("notes.chapters",), partial(counted, tmp_path / "log", 1))
    answers([question])
    told = verdicts.versions()
    assert all(f"{name} {version(name)}" in told for name in ("sympy", "mpmath"))
    assert sys.version in told
    monkeypatch.setattr(verdicts, "versions", lambda: told.replace("mpmath", "another mpmath"))
    answers([question])
    assert len((tmp_path / "log").read_text().split()) == 2


def test_the_verdict_of_a_proof_is_not_believed_once_any_module_of_the_engine_changed(tmp_path: Path):
    package = tmp_path / "notes"
    shutil.copytree(Path(notes.__path__[0]), package, ignore=shutil.ignore_patterns("__pycache__"))
    question = _question("notes.losses.proofs.information.log_bound")
    before = question.file(Fingerprints(package))
    unchanged = []
    for module in sorted(package.joinpath("proof").glob("*.py")):
        source = module.read_text()
        module.write_text(f"{source}\n")
        if question.file(Fingerprints(package)) == before:
            unchanged.append(module.stem)
        module.write_text(source)
    assert unchanged == ["mutation"]  # plants the slips of the tests, and has no say in a verdict
