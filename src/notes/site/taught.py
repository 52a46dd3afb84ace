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

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Note the anchors of the sources, and of the equations, that teach what the package has."""
        for name, anchor in taught_names(self.docs).items():
            pkg[name.partition(".")[2]].extra["notes"]["taught"] = anchor
