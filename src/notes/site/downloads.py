"""What the site offers to install: a wheel of the package and an archive of the repository, both of one commit.

    python -m notes.site.downloads     write them into docs/downloads, unless they are there

Git keeps the id of the commit in the archive, which tells whether it is there already. The same commit gives the same
bytes. Where there is no git checkout, as in the unpacked archive itself, the site offers nothing.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

FOLDER = Path("docs/downloads")
CONTENTS = {".whl": "the package, with the pages and the records that it reads", ".gz": "the whole repository"}


def stem() -> str:
    """The name and version of the distribution, as its files are called."""
    project = tomllib.loads(Path("pyproject.toml").read_text("utf8"))["project"]
    return f"{project['name'].replace('-', '_')}-{project['version']}"


def git(*arguments: str) -> str:
    """What git answers."""
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout.strip()


def commit_of(archive: Path) -> str | None:
    """The commit that an archive was made of; None if there is no archive."""
    if not archive.exists():
        return None
    with tarfile.open(archive) as opened:
        return opened.pax_headers["comment"]


def write(folder: Path, commit: str) -> None:
    """Write the archive of a commit, and the wheel that is built from it."""
    archive = (folder / f"{stem()}.tar.gz").resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as made:
        packed = Path(made) / archive.name
        git("archive", "--format=tar.gz", f"--prefix={stem()}/", f"--output={packed}", commit)
        shutil.unpack_archive(packed, made, filter="data")
        options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(archive.parent)]
        subprocess.run(
            [sys.executable, "-m", "pip", "wheel", *options, f"{made}/{stem()}"],
            check=True,
            env=dict(os.environ) | {"SOURCE_DATE_EPOCH": git("log", "-1", "--format=%ct", commit)},
        )
        shutil.move(packed, archive)


def downloads(folder: Path) -> str:
    """Markdown of the files to download, with their sizes, the wheel first."""
    files = sorted(folder.glob("*"), key=lambda file: list(CONTENTS).index(file.suffix))
    if not files:
        return "This copy of the site was built outside of a git checkout and has no files to download."
    return "\n".join(
        f"- [{file.name}]({folder.name}/{file.name}), {file.stat().st_size / 1e6:.1f} MB: {CONTENTS[file.suffix]}"
        for file in files
    )


def main() -> int:
    """Write what is not there yet."""
    if not Path(".git").exists():
        print("No git checkout: the site offers no files to download")
    elif commit_of(FOLDER / f"{stem()}.tar.gz") != (commit := git("rev-parse", "HEAD")):
        write(FOLDER, commit)
    return 0


if __name__ == "__main__":
    sys.exit(main())
