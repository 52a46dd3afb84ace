"""every public function of the chapters under every kind of input: a right value, or an error of its own.

The files of `tests/inputs` say how to call a function, where its signature does not. Each of its arguments is replaced
by what a user might pass by mistake, and all numbers by those of another precision. Right is what the function gives in
double precision for the same numbers; an error must name an argument of the function that was called. NaN is right only
where the function works entry by entry and the entry was NaN.
"""

import importlib

import pytest
from tests.inputs.kinds import inputs
from tests.inputs.outcome import outcome
from tests.inputs.table import public, table

from notes.chapters import CHAPTERS

SLUGS = [chapter.slug for chapter in CHAPTERS]


@pytest.mark.parametrize("chapter", SLUGS)
def test_the_table_says_how_to_call_nothing_that_is_not_there(chapter: str) -> None:
    assert set(importlib.import_module(f"tests.inputs.{chapter}").CASES) <= set(public(chapter))


@pytest.mark.filterwarnings("ignore:torch.searchsorted")  # says that a copy costs time
@pytest.mark.parametrize(("chapter", "name"), [(chapter, name) for chapter in SLUGS for name in public(chapter)])
def test_every_input_gives_a_right_value_or_an_error_of_its_own(chapter: str, name: str) -> None:
    case = table(chapter)[name]
    outcomes = {kind: outcome(case, kind, make) for kind, make in inputs(case)}
    assert outcomes["as it is"][0] == "value"
    faults = {kind: fault for kind, (which, fault) in outcomes.items() if which == "fault"}
    assert {kind: fault for kind, fault in faults.items() if kind not in case.known} == {}
    assert set(case.known) <= set(faults), "a fault that was known is gone"
