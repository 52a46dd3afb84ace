"""Faults in displays whose proofs are compared case by case or with sums of their own: each is read, and refused."""

from pathlib import Path

import pytest

from notes.ledger import resolved
from notes.reading.comparison import FAILS, coverage
from notes.site.claims import notation
from notes.site.equations import displays

DOCS = Path(__file__).parents[2] / "docs"
FAULTS = {
    "eq:polynomial-counterexample": (
        "notes.networks.proofs.approximation.polynomial_activation",
        r"\sum_{k=\ell-i}",
        r"\sum_{k=i}",
    ),
    "eq:fold": ("notes.networks.proofs.folding.zigzag_fold", r"&= \frac{i + u}{m}", r"&= \frac{i + v}{m}"),
    "eq:sawtooth": ("notes.networks.proofs.folding.sawtooth_pieces", "= 2^K", "= 2^{K+1}"),
    "eq:variance-with": ("notes.training.proofs.batches.variance_with_replacement", r"\frac{\sigma^2}{B}", r"\sigma^2"),
    "eq:variance-without": ("notes.training.proofs.batches.variance_without_replacement", r"- \bar g^2", r"+ \bar g^2"),
    "eq:locality": ("notes.graphs.proofs.laplacians.locality_of_powers", "= 0", "= 1"),
    "eq:set-maps": ("notes.geometric.proofs.layers.maps_between_sets", "(n - 2)!", "(n - 1)!"),
    "eq:polygon-convolution": ("notes.geometric.proofs.layers.group_convolution", "h-g", "h+g"),
}


@pytest.mark.parametrize("label", FAULTS)
def test_a_fault_in_a_display_is_refused(label: str):
    name, right, wrong = FAULTS[label]
    shown, proof = displays(DOCS)[label], resolved(name)()
    meanings = notation(name.partition(".proofs")[0]).get(label, {})
    assert right in shown
    assert [reason for _, reason in coverage(shown.replace(right, wrong), proof, meanings).missing] == [FAILS]
