import json
from pathlib import Path

from notes.site.onward import labs, onward

ROOT = Path(__file__).parent.parent.parent


def test_the_end_of_a_chapter_proposes_its_labs_in_their_order_and_the_next_chapter(tmp_path: Path):
    (tmp_path / "labs").mkdir()
    for name, title in (("03_a", "# Lab 3.2: b\n\nText."), ("03_b", "# Lab 3.1: a"), ("04_a", "# Lab 4.1: c")):
        (tmp_path / "labs" / f"{name}.ipynb").write_text(json.dumps({"cells": [{"source": title.splitlines(True)}]}))
    assert labs(tmp_path, 3) == [("Lab 3.1: a", "03_b.ipynb"), ("Lab 3.2: b", "03_a.ipynb")]
    told = onward("3", tmp_path)
    assert "- [Lab 3.1: a](labs/03_b.ipynb)\n- [Lab 3.2: b](labs/03_a.ipynb)" in told
    assert "**Next** [4. Fitting the model](04-training.md)" in told


def test_after_the_last_chapter_there_is_no_next():
    assert "Next" not in onward("15", ROOT / "docs")
