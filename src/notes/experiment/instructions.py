"""Instruction sets: one processor stands for others when environment variables hold its libraries back.

    env $(python -m notes.experiment.instructions AVX2) python -m pytest

The variables have to be there before torch and NumPy are imported.
"""

import functools
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

LIBRARIES = ("MKL_ENABLE_INSTRUCTIONS", "ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "OPENBLAS_CORETYPE")
LEVELS = ("x86", "AVX2", "AVX512")


@dataclass(frozen=True)
class InstructionSet:
    """A kind of processor, as the libraries for linear algebra see it.

    Args:
        name: what tables and pages call it.
        environment: the variables under which a wider processor behaves as this one.
        needed: what a processor has to offer, one of `LEVELS` or `ARM`.
    """

    name: str
    environment: Mapping[str, str]
    needed: str

    def available(self) -> bool:
        """Whether this machine can stand for it."""
        return self.needed in offered()


INSTRUCTIONS = {
    one.name: one
    for one in (
        InstructionSet("plain", dict(zip(LIBRARIES, ("SSE4_2", "default", "SSE41", "Nehalem"), strict=True)), "x86"),
        InstructionSet("AVX2", dict(zip(LIBRARIES, ("AVX2", "avx2", "AVX2", "Haswell"), strict=True)), "AVX2"),
        InstructionSet("AVX512", {}, "AVX512"),
        InstructionSet("ARM", {}, "ARM"),
    )
}
"""The sets that tables of experiments are made on."""

REQUIRED = ("plain", "AVX2")
"""The sets that every table has runs of; wider ones stand beside them where a machine offers them."""

RUNS = 20
SEEDS = {name: range(1000 * place, 1000 * place + RUNS) for place, name in enumerate(INSTRUCTIONS, start=1)}
"""The seeds of the tables: others on each set, so that all runs are independent. Tuning keeps to seeds below 1000."""

SETTINGS = {name: INSTRUCTIONS[name].environment for name in ("plain", "AVX2")} | {
    "another vendor": {"MKL_CBWR": "COMPATIBLE"},
    "as it is": {},
}
"""The settings that tests run under, by name, with their variables."""


def free() -> dict[str, str]:
    """The variables of this process without those that hold libraries back."""
    switches = {name for variables in SETTINGS.values() for name in variables}
    return {name: value for name, value in os.environ.items() if name not in switches}


@functools.cache
def offered() -> tuple[str, ...]:
    """What the processor of this machine offers, whatever this process is held back to."""
    if platform.machine().lower() in ("arm64", "aarch64"):
        return ("ARM",)
    code = "import torch; print(torch.backends.cpu.get_cpu_capability())"
    widest = subprocess.run([sys.executable, "-c", code], env=free(), capture_output=True, text=True, check=True)
    return LEVELS[: LEVELS.index(widest.stdout.strip()) + 1] if widest.stdout.strip() in LEVELS else LEVELS[:1]


if __name__ == "__main__":
    print(*(f"{name}={value}" for name, value in SETTINGS[sys.argv[1]].items()), sep="\n")
