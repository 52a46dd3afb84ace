"""What was proved is what is computed."""

import torch
from sympy import symbols

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
    proved = layers.maps_between_sets().steps[0].make(3).links[0].right.doit()
    entries = {str(s): s for s in proved.free_symbols}
    values = {entries[f"l[{i}, {j}]"]: L[i, j].item() for i in range(3) for j in range(3)}
    ours = symmetrised(L)
    for i in range(3):
        for j in range(3):
            found = proved.coeff(entries[f"t[{i}, {j}]"]).subs(values)
            assert abs(float(found) - ours[i, j].item()) < 1e-12
