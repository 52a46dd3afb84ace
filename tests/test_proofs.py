"""Every proof of every chapter stands, and refuses the slips that are planted into it."""

from collections.abc import Callable

import pytest

from notes.chapters import CHAPTERS
from notes.ledger import proof_functions
from notes.proof import Proof
from notes.proof.mutation import teeth
from notes.site.proofs import rechecked

PROOFS = [
    pytest.param(function, id=f"{chapter.slug}.{name}")
    for chapter in CHAPTERS
    for name, function in proof_functions(chapter)
]


@pytest.mark.feeds_the_site
@pytest.mark.parametrize("function", PROOFS)
def test_proof_stands_and_is_printed_from_its_objects(function: Callable[[], Proof]):
    found = rechecked(f"{function.__module__}.{function.__name__}")
    assert found["ok"], found["message"]
    assert found["rows"]
    assert found["claims"]
    for row in found["rows"]:
        assert row["reason"], f"a step without a reason: {row['latex']}"
        assert not set("$\\") & set(row["reason"]), f"mathematics typeset by hand: {row['reason']}"


@pytest.mark.one_in(5)
@pytest.mark.parametrize("function", PROOFS)
def test_proof_refuses_planted_slips(function: Callable[[], Proof], pytestconfig: pytest.Config):
    found = teeth(function(), most=None if pytestconfig.option.every_case else 1)
    assert not found.accepted, f"false, yet established: {found.accepted[0]}"
    assert found.refused > 0
