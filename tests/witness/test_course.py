"""The second witness on every link of the course: nowhere a disagreement, most links confirmed, no slip confirmed."""

import random
from collections import Counter

import pytest

from notes.chapters import CHAPTERS
from notes.ledger import proof_functions
from notes.proof import Proof
from notes.proof.checking import TimeLimitError, counterexample, time_limit
from notes.proof.kernel import hypotheses
from notes.proof.mutation import slips
from notes.proof.relations import Link
from notes.witness import table
from notes.witness.table import SOLVERS
from notes.witness.verdicts import verdict

PROOFS = {f"{chapter.slug}.{name}": function for chapter in CHAPTERS for name, function in proof_functions(chapter)}
SLIPS_PER_LINK = 2
EACH = pytest.mark.parametrize("id", PROOFS)


@EACH
def test_the_table_knows_the_links_of_every_proof(id: str):
    known = {link for proof, link in table.read() if proof == id}
    assert set(table.links(PROOFS[id]())) == known, "run `python -m notes.witness`"


def test_the_table_has_no_proof_that_is_gone():
    assert {proof for proof, _ in table.read()} <= set(PROOFS), "run `python -m notes.witness`"


def test_the_table_is_written_as_the_command_writes_it():
    found = [(proof, link, kind) for (proof, link), kind in table.read().items()]
    assert table.FILE.read_text(encoding="utf-8") == table.text(found)


def test_no_link_is_contradicted_and_three_in_five_are_confirmed():
    kinds = Counter(table.read().values())
    assert not kinds["contradicted"]
    assert sum(kinds[solver] for solver in SOLVERS) >= 0.6 * kinds.total()


@pytest.mark.one_in(80)
@EACH
def test_the_solvers_say_now_what_the_table_says(id: str):
    found = {(proof, link): kind for proof, link, kind in table.rows(id, PROOFS[id]())}
    assert found == {key: table.read()[key] for key in found}


@pytest.mark.one_in(80)
@EACH
def test_no_slip_is_confirmed(id: str, run_seed: int):
    proof, generator = PROOFS[id](), random.Random(run_seed)
    for link in proof.links:
        planted = [slip.link for slip in slips(link)]
        for variant in generator.sample(planted, min(SLIPS_PER_LINK, len(planted))):
            confirmed = verdict(variant, proof.given).confirmed
            assert not (confirmed and _is_false(variant, proof)), f"false, yet confirmed: {variant}"


def _is_false(variant: Link, proof: Proof) -> bool:
    """Whether a link is false in some world; whether it has a value there is for the engine to see."""
    try:
        with time_limit(5):
            return " is false where " in (counterexample(variant, hypotheses(proof)) or "")
    except TimeLimitError:
        return False
