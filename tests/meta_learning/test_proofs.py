"""What was proved is what is computed."""

import torch
from sympy import lambdify

from notes.meta_learning import proofs
from notes.meta_learning.memory import written


def test_written_row_is_the_proved_one():
    row = proofs.erase_then_add_overwrites().steps[0].first.args[0]
    names = sorted(row.free_symbols, key=str)
    assert [str(name) for name in names] == ["a", "e", "m", "w"]
    a, e, m, w = torch.rand(4, 1, 1, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    found = written(m, w[0], e[0], a[0])
    torch.testing.assert_close(found, torch.as_tensor(lambdify(names, row)(a, e, m, w)))


def test_outer_gradient_is_that_of_autograd():
    proved = proofs.outer_gradient().steps[0].links[0].right
    values = dict(zip("cdhq", (0.2, -0.7, 1.3, 0.9), strict=True))
    theta = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    after = theta - 0.1 * torch.autograd.grad(values["h"] * (theta - values["c"]) ** 2 / 2, theta, create_graph=True)[0]
    (slope,) = torch.autograd.grad(values["q"] * (after - values["d"]) ** 2 / 2, theta)
    at = {s: {**values, r"\theta": 0.5, r"\alpha": 0.1}[s.name] for s in proved.free_symbols}
    assert abs(float(proved.subs(at)) - slope.item()) < 1e-12
