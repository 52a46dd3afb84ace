"""What was proved is what is computed."""

import torch
from sympy import Function, Lambda, lambdify

from notes.meta_learning import proofs
from notes.meta_learning.memory import written


def test_written_row_is_the_proved_one():
    row = proofs.erase_then_add_overwrites().steps[0].first.args[0]
    names = sorted(row.free_symbols, key=str)
    assert [str(name) for name in names] == [r"\epsilon", "a", "m", "w"]
    e, a, m, w = torch.rand(4, 1, 1, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    found = written(m, w[0], e[0], a[0])
    torch.testing.assert_close(found, torch.as_tensor(lambdify(names, row)(e, a, m, w)))


def test_outer_gradient_is_that_of_autograd():
    proved = proofs.outer_gradient().steps[0].last
    theta, alpha = (next(s for s in proved.free_symbols if s.name == name) for name in (r"\theta", r"\alpha"))
    inner, outer = Lambda(theta, 1.3 * (theta - 0.2) ** 4), Lambda(theta, 0.9 * (theta + 0.7) ** 3)
    written_out = proved.replace(Function("L^S", real=True), inner).replace(Function("L^B", real=True), outer).doit()
    start = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    after = start - 0.1 * torch.autograd.grad(1.3 * (start - 0.2) ** 4, start, create_graph=True)[0]
    (slope,) = torch.autograd.grad(0.9 * (after + 0.7) ** 3, start)
    assert abs(float(written_out.subs({theta: 0.5, alpha: 0.1})) - slope.item()) < 1e-12
