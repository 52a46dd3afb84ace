import os
from pathlib import Path

import pytest

from notes.site import fingerprint as module
from notes.site.fingerprint import Fingerprints, fingerprint, imported


@pytest.fixture
def package(tmp_path: Path) -> Path:
    root = tmp_path / "notes"
    files = {
        "__init__.py": '"""The package."""',
        "plotting.py": "INK = 1",
        "losses/__init__.py": '"""A chapter."""',
        "losses/gaussian.py": "from notes.losses import shapes\n",
        "losses/shapes.py": "def late():\n    from ..plotting import INK\n    return INK\n",
        "losses/figures.py": "import notes.losses.gaussian as gaussian\n",
        "losses/robust.py": "X = 1\n",
        "losses/ring.py": "from . import gong\n",
        "losses/gong.py": "from . import ring\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


FAR = "from notes.losses.figures import picture\npicture()\n"


@pytest.mark.parametrize(
    ("edited", "reached"),
    [
        ("losses/figures.py", True),
        ("losses/gaussian.py", True),
        ("losses/shapes.py", True),
        ("plotting.py", True),
        ("losses/__init__.py", True),
        ("__init__.py", True),
        ("losses/robust.py", False),
        ("losses/ring.py", False),
    ],
)
def test_fingerprint_changes_exactly_with_what_is_reached(package: Path, edited: str, reached: bool):
    before = Fingerprints(package).of(FAR)
    (package / edited).write_text((package / edited).read_text() + "\nY = 2\n")
    os.utime(package / edited, ns=(1, 1))
    assert (Fingerprints(package).of(FAR) != before) is reached


def test_fingerprint_changes_with_the_source():
    assert fingerprint("x = 1") != fingerprint("x = 2")
    assert fingerprint("x = 1") == fingerprint("x = 1")


def test_fingerprint_changes_with_the_libraries(monkeypatch: pytest.MonkeyPatch):
    before = fingerprint("x = 1")
    monkeypatch.setattr(module, "library_versions", lambda: ("torch 0.1",))
    assert fingerprint("x = 1") != before


def test_fingerprint_ends_on_circular_imports(package: Path):
    assert Fingerprints(package).of("import notes.losses.ring") != Fingerprints(package).of("import notes.losses.gong")


def test_fingerprint_changes_when_a_reached_module_appears(package: Path):
    source = "from notes.losses.new import thing"
    before = Fingerprints(package).of(source)
    (package / "losses/new.py").write_text("thing = 1")
    assert Fingerprints(package).of(source) != before


def test_fingerprint_looks_at_each_file_once(package: Path, monkeypatch: pytest.MonkeyPatch):
    looked = []
    stat = Path.stat
    monkeypatch.setattr(Path, "stat", lambda path, **options: looked.append(path) or stat(path, **options))
    prints = Fingerprints(package)
    prints.of(FAR)
    first = len(looked)
    for number in range(100):
        prints.of(f"{FAR}print({number})")
    assert len(looked) == first


def test_imported_finds_imports_wherever_they_stand():
    source = "import torch\nif True:\n    import notes.a.b\ndef f():\n    from notes.c import d\n"
    assert imported(source) == {"notes", "notes.a", "notes.a.b", "notes.c", "notes.c.d"}


def test_imported_resolves_relative_imports():
    assert imported("from . import b", "notes.a") == {"notes", "notes.a", "notes.a.b"}
    assert imported("from ..c import d", "notes.a") == {"notes", "notes.c", "notes.c.d"}
    assert imported("from .notes import d") == set()
