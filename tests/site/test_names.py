from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from notes.site.names import definitions, entry, imports, taught_names
from notes.site.register import entries

BLOCK = """```python
from notes.losses.gaussian import (
    gaussian_nll as nll,
    optimal_variance,
)
from notes.losses.recipe import POISSON
import torch

print("from notes.losses.gaussian import gaussian_nll")
```
"""


def highlighted(docs: Path) -> BeautifulSoup:
    configs = {"pymdownx.highlight": {"pygments_lang_class": True}, "notes.site.names": {"docs": str(docs)}}
    extensions = ["pymdownx.superfences", *configs]
    return BeautifulSoup(Markdown(extensions=extensions, extension_configs=configs).convert(BLOCK), "html.parser")


def test_imported_names_are_linked_to_where_they_are_taught_or_to_their_reference(tmp_path: Path):
    (tmp_path / "03-losses.md").write_text("```source\nnotes.losses.gaussian.gaussian_nll\n```\n")
    links = [(link.get_text(), link["identifier"]) for link in highlighted(tmp_path).select("autoref")]
    assert links == [
        ("notes.losses.gaussian", "notes.losses.gaussian"),
        ("gaussian_nll", "source-notes.losses.gaussian.gaussian_nll"),
        ("optimal_variance", "notes.losses.gaussian.optimal_variance"),
        ("notes.losses.recipe", "notes.losses.recipe"),
        ("POISSON", "notes.losses.recipe"),
    ]


def test_a_linked_block_keeps_its_text_and_its_colours(tmp_path: Path):
    page = highlighted(tmp_path)
    assert page.code.get_text() == BLOCK.removeprefix("```python\n").removesuffix("```\n")
    assert [name.get_text() for name in page.select(".nn")] == ["notes.losses.gaussian", "notes.losses.recipe", "torch"]


def test_a_name_is_taught_at_the_equation_that_it_defines(tmp_path: Path):
    page = tmp_path / "03-losses.md"
    page.write_text("$$\n\\label{eq:entropy}\nH\n$$\n")
    assert taught_names(tmp_path) == {"notes.losses.information.entropy": "number-eq-entropy"}
    page.write_text(page.read_text() + "\n```source\nnotes.losses.information.entropy\n```\n")
    assert taught_names(tmp_path) == {"notes.losses.information.entropy": "source-notes.losses.information.entropy"}


def test_definitions_are_those_of_the_ledger():
    listed = {label: e for e in entries() if e["kind"] in ("definition", "notation") for label in e["equations"]}
    found = dict(definitions())
    assert set(found) == set(listed)
    assert all(f"`{name.removeprefix('notes.')}`" in listed[label]["title"] for label, name in found.items())


@pytest.mark.parametrize(
    ("module", "name", "found"),
    [
        ("notes.losses.gaussian", "gaussian_nll", "notes.losses.gaussian.gaussian_nll"),
        ("notes.losses.recipe", "POISSON", "notes.losses.recipe"),
        ("notes.compression", "pruning", "notes.compression.pruning"),
        ("notes.experiment", "always", "notes.experiment.claims.always"),
        ("notes.losses.heteroscedastic", "trained", "notes.losses.training.trained"),
    ],
)
def test_an_entry_is_that_of_the_definition_or_of_its_module(module: str, name: str, found: str):
    assert entry(module, name) == found


def test_names_are_found_where_they_stand():
    code = 'x = "µ"\nif x:\n    from notes.data import digits, wine\n'
    assert {code[place:].split(",")[0].split()[0] for place in imports(code, {})} == {"notes.data", "digits", "wine"}
