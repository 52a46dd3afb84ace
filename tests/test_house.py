"""What stands around the package: commands, pins, workflows, licences, and what the readme says of them."""

import os
import re
import shutil
import subprocess
import tomllib
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf"}
FOUND, ABSENT = "#!/bin/sh\nexit 0\n", None
WITHOUT_VENV = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1 ;; esac\n'

each_workflow = pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf8").splitlines()
    return dict(line.split("==") for line in lines)


def requirements(name: str, extras: set[str]) -> list[Requirement]:
    """What a distribution needs on this machine, for the extras asked of it."""
    every = [Requirement(line) for line in distribution(name).requires or []]
    wanted = extras or {""}
    return [one for one in every if not one.marker or any(one.marker.evaluate({"extra": extra}) for extra in wanted)]


def needed() -> set[str]:
    """Everything that the package and its extras bring, but for what torch brings: that depends on the build."""
    seen: set[str] = set()
    extras = {"", "site", "test"} | ({"reference"} if find_spec("torch_geometric") else set())
    waiting = requirements(PROJECT["name"], extras)
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name not in seen:
            seen.add(name)
            waiting += [] if name == "torch" else requirements(name, one.extras)
    return seen


def make(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [shutil.which("make") or "make", *arguments]
    inherited = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    environment = inherited | ({"PATH": path} if path is not None else {})
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf8"), re.MULTILINE))


def permissions(job: dict[str, Any]) -> dict[str, str]:
    return job.get("permissions", {})


def test_every_dependency_is_pinned_exactly_and_installed_at_its_pin() -> None:
    installed = {name: distribution(name).version.partition("+")[0] for name in needed()}
    pinned = {canonicalize_name(name): version for name, version in pins().items()}
    assert {
        name: (version, pinned.get(name)) for name, version in installed.items() if pinned.get(name) != version
    } == {}


def test_pyproject_names_no_version_but_that_of_the_build_tool() -> None:
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    assert [name for group in groups for name in group if Requirement(name).specifier] == []


@pytest.mark.parametrize(
    ("git", "python", "message"),
    [
        (ABSENT, FOUND, "git is missing: install it with `sudo apt install git`"),
        (FOUND, ABSENT, "Python 3.11 or newer is missing: install it with `sudo apt install python3 python3-venv`"),
        (FOUND, "#!/bin/sh\nexit 1\n", "Python 3.11 or newer is missing"),
        (FOUND, WITHOUT_VENV, "Python's venv module is missing: install it with `sudo apt install python3.12-venv`"),
    ],
)
def test_make_names_a_missing_requirement_in_one_line(
    tmp_path: Path, git: str | None, python: str | None, message: str
) -> None:
    (tmp_path / "bash").symlink_to(shutil.which("bash") or "/bin/bash")
    for name, script in {"git": git, "python3.12": python}.items():
        if script is not None:
            (tmp_path / name).write_text(script)
            (tmp_path / name).chmod(0o755)
    ran = make(f"VENV={tmp_path}/venv", "setup", path=str(tmp_path))
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert len(ran.stderr.splitlines()) == 1
    assert message in ran.stderr


@pytest.mark.parametrize("target", ["pdf", "nightly", "elsewhere"])
def test_make_names_a_missing_browser_in_one_line(tmp_path: Path, target: str) -> None:
    (tmp_path / ".installed").touch()
    made = [f"--assume-old={name}" for name in ("site", "figures", "downloads")]
    ran = make(f"VENV={tmp_path}", "CHROMIUM=nowhere", *made, target)
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert "nowhere is missing: install it with `sudo apt install chromium`" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_make_test_names_a_missing_browser_and_does_without(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / ".installed").touch()
    (tmp_path / "bin" / "python").write_text("#!/bin/sh\necho $@\n")
    (tmp_path / "bin" / "python").chmod(0o755)
    ran = make(f"VENV={tmp_path}", "CHROMIUM=nowhere", "test")
    assert ran.returncode == 0
    assert ran.stdout.startswith("-m pytest")
    assert "nowhere is missing: install it with `sudo apt install chromium`; what is tested" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_make_alone_lists_every_target() -> None:
    listed = set(re.findall(r"^  make (\w+) +\w", make().stdout, re.MULTILINE))
    assert listed == targets()


def test_make_sets_up_nothing_that_is_set_up(tmp_path: Path) -> None:
    (tmp_path / ".installed").touch()
    assert "Nothing to be done" in make(f"VENV={tmp_path}", "setup").stdout


def test_make_site_builds_strictly() -> None:
    (command,) = [line for line in make("--dry-run", "site").stdout.splitlines() if "mkdocs build" in line]
    assert "--strict" in command
    assert not {"-q", "--quiet", "-v", "--verbose"} & set(command.partition("#")[0].split())  # they undo it


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/index.md"])
def test_every_make_command_on_a_page_exists(page: str) -> None:
    text = (ROOT / page).read_text("utf8")
    code = re.findall(r"`(make[^`]*)`", text) + re.findall(r"^(make .*)$", text, re.MULTILINE)
    words = [word for command in code for word in re.sub(r"<.*?>|#.*", "", command).split()[1:]]
    named = {word for word in words if "=" not in word}
    assert named
    assert named <= targets()


def test_ci_runs_the_commands_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "set -euo pipefail" in script
    assert {"test", "lint", "site"} <= set(re.search(r"for target in (.*);", script)[1].split())


@each_workflow
def test_workflows_pin_every_action_by_commit(workflow: Path) -> None:
    uses = re.findall(r"uses: (.*)", workflow.read_text("utf8"))
    assert uses
    assert [use for use in uses if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []


def test_workflows_agree_on_the_commit_of_an_action() -> None:
    uses = {use for workflow in WORKFLOWS for use in re.findall(r"uses: (.*)", workflow.read_text("utf8"))}
    assert len({use.partition("@")[0] for use in uses}) == len(uses)


@each_workflow
def test_workflows_may_read_and_only_the_deployment_may_write(workflow: Path) -> None:
    told = yaml.safe_load(workflow.read_text("utf8"))
    assert told["permissions"] == {"contents": "read"}
    writing = {name: permissions(job) for name, job in told["jobs"].items() if permissions(job)}
    assert writing == ({"deploy": {"pages": "write", "id-token": "write"}} if workflow.stem == "pages" else {})
    assert all("timeout-minutes" in job for job in told["jobs"].values())


@each_workflow
def test_workflows_run_targets_that_exist(workflow: Path) -> None:
    told = yaml.safe_load(workflow.read_text("utf8"))
    for job in told["jobs"].values():
        matrix = job.get("strategy", {}).get("matrix", {}).get("target", [])
        commands = [step["run"] for step in job["steps"] if "run" in step]
        named = [command.removeprefix("make ") for command in commands if "matrix" not in command]
        assert {*named, *matrix} <= targets()


def test_nightly_runs_everything_on_linux_and_the_tests_on_arm_with_every_python() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/nightly.yml").read_text("utf8"))["jobs"]
    every = ["3.11", "3.12", "3.13", "3.14"]
    targets = ["nightly", "elsewhere", "references", "mutants"]
    assert jobs["linux"]["strategy"]["matrix"] == {"target": targets, "python": every}
    assert jobs["arm"]["strategy"]["matrix"] == {"python": every}
    assert "macos" in jobs["arm"]["runs-on"]


def test_citation_and_package_have_one_version_and_title() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf8"))
    assert citation["version"] == PROJECT["version"] == distribution(PROJECT["name"]).version
    site = re.search(r"^site_name: (.*)$", (ROOT / "mkdocs.yml").read_text("utf8"), re.MULTILINE)
    assert citation["title"] == site[1]
    assert (ROOT / "README.md").read_text("utf8").startswith(f"# {site[1]}\n")


def test_code_and_prose_have_their_licences() -> None:
    assert (ROOT / "LICENSE").read_text("utf8").startswith("MIT License")
    assert "Attribution 4.0 International" in (ROOT / "LICENSE-docs").read_text("utf8")
    assert PROJECT["license-files"] == ["LICENSE", "LICENSE-docs"]


def test_changelog_has_a_place_for_what_comes() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf8")
    assert re.findall(r"^## \[(.*?)\]", text, re.MULTILINE)[0] == "Unreleased"
    assert set(re.findall(r"^### (.*)$", text, re.MULTILINE)) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed"}


def test_contributing_is_shown_on_the_site_and_has_ten_lines_on_sections() -> None:
    assert (ROOT / "docs" / "contributing.md").resolve() == ROOT / "CONTRIBUTING.md"
    text = (ROOT / "CONTRIBUTING.md").read_text("utf8")
    section = text.partition("## How to add a section\n")[2].partition("\n## ")[0]
    assert [line.partition(".")[0] for line in section.strip().splitlines()] == [str(n) for n in range(1, 11)]


def test_no_picture_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [name for name in listed.splitlines() if Path(name).suffix.lower() in PICTURES] == []
