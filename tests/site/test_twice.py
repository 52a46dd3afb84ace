import subprocess
from pathlib import Path

import pytest

from notes.site import twice

MAKEFILE = """site:
\t@mkdir site
\t@printf 'alike' > site/alike.html
\t@printf "{varies}" > site/varies.html
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "--quiet"], check=True)
    return tmp_path


def commit(repository: Path, varies: str) -> None:
    (repository / "Makefile").write_text(MAKEFILE.format(varies=varies))
    subprocess.run(["git", "add", "."], check=True)
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *author, "commit", "--quiet", "--message=Site"], check=True)


@pytest.mark.parametrize("varies", ["$$TZ", "$$LC_ALL", "$$PYTHONHASHSEED", "$$PYTHONPATH", "$$PWD"])
def test_what_depends_on_place_or_time_is_named(repository: Path, capsys: pytest.CaptureFixture, varies: str):
    commit(repository, varies)
    assert twice.main() == 1
    assert capsys.readouterr().out == "two builds differ in: varies.html\n"


def test_equal_builds_differ_in_nothing(repository: Path, capsys: pytest.CaptureFixture):
    commit(repository, "alike")
    assert twice.main() == 0
    assert capsys.readouterr().out == "two builds differ in: nothing\n"


def test_a_file_of_one_build_only_is_named(tmp_path: Path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "one" / "page.html").write_text("")
    assert twice.differences(tmp_path / "one", tmp_path / "other") == ["page.html"]


def test_the_site_of_the_clone_is_built_with_the_code_of_the_clone(repository: Path):
    commit(repository, "$$PYTHONPATH")
    site = twice.built(repository, repository / "clone", {})
    assert (site / "varies.html").read_text() == str(repository / "clone" / "src")
