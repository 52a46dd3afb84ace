"""An end to answers that have none: a function with an endless loop must not hold up who handed it in."""

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any


class Endless(BaseException):
    """More time has passed than was allowed; what runs cannot take it for an error of its own."""


def limited(call: Callable[[], Any], seconds: float) -> Any:
    """What a function returns, which is stopped once time is up: at its next line, in any thread and without signals.

    Args:
        call: the function, without arguments.
        seconds: what is allowed.

    Returns:
        What it returns.

    Raises:
        ValueError: if it was stopped.
    """
    end = time.monotonic() + seconds

    def watch(_frame: FrameType, _event: str, _argument: Any) -> Any:
        if time.monotonic() > end:
            raise Endless
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        return call()
    except Endless:
        raise ValueError(f"it takes more than {seconds:g} seconds") from None
    finally:
        sys.settrace(before)
