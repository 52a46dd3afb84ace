"""What is taught on a page has a link to it in the reference: an extension of griffe, for the templates in `theme`."""

from pathlib import Path
from typing import Any

import griffe

from notes.site.names import taught_names


class Taught(griffe.Extension):
    """Tells the templates where the pages teach a function or class: `extra["notes"]["taught"]`."""

    def __init__(self, docs: str = "docs") -> None:
        super().__init__()
        self.docs = Path(docs)

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Note the anchor of the source, or of the equation, that teaches it."""
        if anchor := taught_names(self.docs).get(obj.path):
            obj.extra["notes"]["taught"] = anchor
