"""Every public function of the chapters under every kind of input: a right value, or an error of its own.

The files of `tests/inputs` say how to call a function, where its signature does not. Each of its arguments is replaced
by what a user might pass by mistake, and all numbers by those of another precision. Right is what the function gives in
double precision for the same numbers; an error must name an argument of the function that was called. NaN is right only
where the function works entry by entry and the entry was NaN. In each run one in eight kinds of input is drawn for each
function.
"""

import importlib
import math
import random

import pytest
from tests.inputs.kinds import inputs
from tests.inputs.outcome import outcome
from tests.inputs.table import public, table

from notes.chapters import CHAPTERS

SLUGS = [chapter.slug for chapter in CHAPTERS]
ONE_IN = 8


@pytest.mark.parametrize("chapter", SLUGS)
def test_the_table_says_how_to_call_nothing_that_is_not_there(chapter: str) -> None:
    assert set(importlib.import_module(f"tests.inputs.{chapter}").CASES) <= set(public(chapter))


@pytest.mark.filterwarnings("ignore:torch.searchsorted")  # says that a copy costs time
@pytest.mark.parametrize(("chapter", "name"), [(chapter, name) for chapter in SLUGS for name in public(chapter)])
def test_every_input_gives_a_right_value_or_an_error_of_its_own(
    chapter: str, name: str, run_seed: int, pytestconfig: pytest.Config
) -> None:
    case = table(chapter)[name]
    good, *others = inputs(case)
    if not pytestconfig.option.every_case:
        others = random.Random(f"{run_seed} {chapter} {name}").sample(others, math.ceil(len(others) / ONE_IN))
    outcomes = {kind: outcome(case, kind, make) for kind, make in [good, *others]}
    assert outcomes["as it is"][0] == "value"
    faults = {kind: fault for kind, (which, fault) in outcomes.items() if which == "fault"}
    assert {kind: fault for kind, fault in faults.items() if kind not in case.known} == {}
    assert set(case.known) & set(outcomes) <= set(faults), "a fault that was known is gone"


@pytest.mark.parametrize("chapter", SLUGS)
def test_a_fault_that_is_known_is_that_of_an_input(chapter: str) -> None:
    for name, case in table(chapter).items():
        assert set(case.known) <= {kind for kind, _ in inputs(case)}, name
