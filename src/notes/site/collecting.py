"""A MkDocs hook: no garbage is collected during a build, whose trees it would walk over again and again for nothing.

That would take a quarter of a build's time. What a build leaves behind is collected after it, which matters to `serve`.
"""

import gc
from typing import Any


def on_pre_build(**_: Any) -> None:
    """Stop collecting."""
    gc.disable()


def on_post_build(**_: Any) -> None:
    """Go on collecting."""
    gc.enable()
