"""Two builds of one commit, in folders, time zones, locales and under hash seeds that differ, are equal to the byte.

python -m notes.site.twice        builds the site of the last commit twice, from nothing, and compares all files
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from notes.site.fingerprint import digest

SETTINGS = {
    "one": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    "and another": {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
}


def built(repository: Path, folder: Path, setting: dict[str, str]) -> Path:
    """The site of a repository's last commit, built in a clone of its own."""
    subprocess.run(["git", "clone", "--quiet", str(repository), str(folder)], check=True)
    installed = [f"VENV={sys.prefix}", f"--assume-old={sys.prefix}/.installed"]
    environment = os.environ | setting | {"PYTHONPATH": str(folder / "src")}
    subprocess.run(["make", *installed, "site"], cwd=folder, env=environment, check=True)
    return folder / "site"


def differences(one: Path, other: Path) -> list[str]:
    """The files that are not equal to the byte in two folders, or only in one of them."""
    first, second = ({path: digest([data]) for path, data in _files(folder)} for folder in (one, other))
    return sorted(path for path in first | second if first.get(path) != second.get(path))


def _files(folder: Path) -> list[tuple[str, str]]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return [(path.relative_to(folder).as_posix(), path.read_bytes().hex()) for path in found]


def main() -> int:
    """Build twice and name the files that differ."""
    with tempfile.TemporaryDirectory() as parent:
        one, other = (built(Path.cwd(), Path(parent) / name, setting) for name, setting in SETTINGS.items())
        found = differences(one, other)
    print("two builds differ in:", ", ".join(found) or "nothing")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
