"""What was proved is what is computed."""

import torch
from sympy import Indexed, Symbol, symbols

from notes.geometric.proofs import groups, layers
from notes.geometric.representation import rotations
from notes.geometric.sets import symmetrised


def test_rotations_are_the_proved_ones():
    (angle,) = symbols("a,")
    for k, matrix in enumerate(rotations(5)):
        proved = groups.rotation(angle).subs(angle, 2 * torch.pi * k / 5)
        torch.testing.assert_close(matrix, torch.tensor(proved.tolist(), dtype=torch.float32))


def test_symmetrised_has_the_proved_entries():
    L = torch.rand(3, 3, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    claims = layers.maps_between_sets().claims[:2]
    proved = [claim.right.subs(Symbol("m", integer=True, positive=True), 2).doit() for claim in claims]
    entries = {one: L[tuple(int(k) - 1 for k in one.indices)].item() for side in proved for one in side.atoms(Indexed)}
    on_the_diagonal, beside_it = (float(side.subs(entries)) for side in proved)
    ours = symmetrised(L)
    for i in range(3):
        for j in range(3):
            assert abs((on_the_diagonal if i == j else beside_it) - ours[i, j].item()) < 1e-12
