"""Errors of the source notes as data: what they say, what is right, why, and a check that tells the two apart."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Slip(Enum):
    """What kind of slip the source made."""

    ERROR = "error"
    COPYING = "copying slip"
    HYPOTHESIS = "missing hypothesis"


@dataclass(frozen=True)
class Erratum:
    r"""One slip of the source notes.

    `check` judges a form: it must be False for the form `written` in the source and True for the `corrected` one.
    Where no machine can judge (a wrong word, a lost picture) `check` is None, and `written` and `corrected` too.

    Args:
        chapter: number of the chapter in which the source makes the slip.
        section: anchor of the section of our page that shows the correction.
        source: what the source says, in Markdown with LaTeX between dollar signs.
        correction: what is right, likewise.
        why: why the source is wrong and the correction right, likewise.
        slip: the kind of slip.
        check: judges a form, exactly where it can.
        written: the form as the source has it, in whatever shape `check` takes.
        corrected: the corrected form, in the same shape.
    """

    chapter: int
    section: str
    source: str
    correction: str
    why: str
    slip: Slip
    check: Callable[[Any], bool] | None = None
    written: Any = None
    corrected: Any = None

    def holds(self) -> bool:
        """Whether the check refutes the source and confirms the correction; True where no machine can tell."""
        if self.check is None:
            return True
        return self.check(self.written) is False and self.check(self.corrected) is True
