"""A MkDocs hook: no garbage is collected during a build, whose trees it would walk over again and again for nothing.

That would take a quarter of a build's time. What a build leaves behind is collected after it only where the process
goes on, under `serve`.
"""

import gc
from typing import Any

_goes_on = False
"""Whether the process outlives its builds."""


def on_startup(*, command: str, **_: Any) -> None:
    """Note which command builds."""
    global _goes_on
    _goes_on = command == "serve"


def on_pre_build(**_: Any) -> None:
    """Stop collecting."""
    gc.disable()


def on_post_build(**_: Any) -> None:
    """Go on collecting, if there is anything to go on with."""
    if _goes_on:
        gc.enable()
