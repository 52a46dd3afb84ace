from collections.abc import Iterator
from pathlib import Path

import pytest

from notes.experiment import reach

FILES = {
    "__init__.py": "",
    "losses/__init__.py": "",
    "losses/shapes.py": 'SIZE = 3\n\ndef size():\n    """Size."""\n    return SIZE\n\ndef unused():\n    return 5\n',
    "losses/square.py": "class Square:\n    side = 2\n    def area(self):\n        return self.side**2\n",
    "losses/experiments.py": (
        "from notes.experiment import experiment\nfrom notes.losses import shapes\n"
        "from notes.losses.square import Square\n"
        "@experiment('t', panels={})\ndef run(seed: int) -> dict[str, float]:\n"
        "    if seed < 0:\n        raise ValueError('bad')\n    return {'a': shapes.size() * Square().area()}\n"
    ),
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    root = tmp_path / "notes"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    monkeypatch.setattr(reach, "ROOT", root)
    yield root
    reach.forget()


def code(package: Path, name: str = "", old: str = "", new: str = "") -> str:
    if name:
        assert old in (package / name).read_text()
        (package / name).write_text((package / name).read_text().replace(old, new))
    reach.forget()
    return reach.fingerprint("notes.losses.experiments", "run")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("losses/shapes.py", "SIZE = 3", "SIZE = 4"),
        ("losses/shapes.py", "return SIZE", "return SIZE + 1"),
        ("losses/square.py", "side = 2", "side = 1"),
        ("losses/square.py", "self.side**2", "self.side**3"),
        ("losses/experiments.py", "'a': shapes", "'a': -shapes"),
        ("losses/experiments.py", "shapes.size()", "shapes.size(width=3)"),
        ("losses/shapes.py", "def size():", "def size(*, width=3):"),
    ],
)
def test_code_that_is_reached_counts(package: Path, name: str, old: str, new: str) -> None:
    assert code(package) != code(package, name, old, new)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("losses/shapes.py", '"""Size."""', '"""The size."""  # in metres'),
        ("losses/shapes.py", "return 5", "return 6"),
        ("losses/shapes.py", "def size():", "def size() -> int:"),
        ("losses/experiments.py", "'bad'", "f'got {seed}'"),
        (
            "losses/experiments.py",
            "    if seed < 0:\n        raise ValueError('bad')\n",
            "    require_positive(seed)\n",
        ),
        ("losses/experiments.py", "experiment('t'", "experiment('another title'"),
        ("losses/experiments.py", "shapes.size()", "shapes.size(device=Square().place)"),
        ("losses/shapes.py", "def size():", "def size(*, device=None):"),
    ],
)
def test_words_refusals_places_and_what_is_not_reached_do_not(package: Path, name: str, old: str, new: str) -> None:
    assert code(package) == code(package, name, old, new)


def test_relative_and_renamed_imports_are_followed(package: Path) -> None:
    before = code(
        package,
        "losses/experiments.py",
        "from notes.losses import shapes",
        "from .shapes import size as measure\nimport notes.losses.shapes as shapes",
    )
    assert before != code(package, "losses/shapes.py", "SIZE = 3", "SIZE = 4")
