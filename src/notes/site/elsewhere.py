"""A command under every setting that stands for other processors, each time with other hash seeds.

    python -m notes.site.elsewhere python -m pytest

Settings that this processor cannot stand for are left out, and said to be.
"""

import subprocess
import sys
from collections.abc import Sequence

from notes.experiment.instructions import INSTRUCTIONS, SETTINGS, free, offered


def left_out() -> list[str]:
    """The settings that need more than this processor offers: on ARM all but its own."""
    needed = {name: one.needed for name, one in INSTRUCTIONS.items()} | {"another vendor": "x86"}
    return [name for name in SETTINGS if needed.get(name, offered()[0]) not in offered()]


def failures(command: Sequence[str]) -> list[str]:
    """The settings under which a command fails."""
    failed = []
    for hash_seed, (name, variables) in enumerate(SETTINGS.items(), start=1):
        if name not in left_out():
            print(f"== {name}, with PYTHONHASHSEED={hash_seed}", flush=True)
            environment = free() | dict(variables) | {"PYTHONHASHSEED": str(hash_seed)}
            failed += [name] if subprocess.run(command, env=environment).returncode else []
    return failed


def main() -> int:
    """Run the command that follows under every setting, and tell at the end under which it failed."""
    failed = failures(sys.argv[1:])
    print("left out, for want of the instructions:", ", ".join(left_out()) or "none")
    print("failed:", ", ".join(failed) or "none")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
