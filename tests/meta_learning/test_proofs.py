"""What was proved is what is computed."""

import torch
from sympy import Function, IndexedBase, Lambda, lambdify

from notes.meta_learning import proofs
from notes.meta_learning.maml import first_order_gradient, outer_gradient, reptile_gradient
from notes.meta_learning.memory import written


def test_written_row_is_the_proved_one():
    row = proofs.erase_then_add_overwrites().steps[0].first.args[0]
    names = sorted(row.free_symbols, key=str)
    assert [str(name) for name in names] == [r"\epsilon", r"\nu", "m", "w"]
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


def test_factors_of_several_steps_are_the_gradient_of_maml_over_the_last_slope():
    proved = proofs.several_steps().steps[1].statement.last
    steps, alpha = (next(s for s in proved.free_symbols if str(s) == name) for name in ("K", r"\alpha"))
    (curvatures,) = proved.atoms(IndexedBase)
    start, place, found = {"w": torch.tensor([0.8], dtype=torch.float64)}, 0.8, []
    for _ in range(3):
        found.append(3 * place**2)
        place -= 0.1 * place**3
    product = proved.subs(steps, 3).doit().subs({curvatures[t]: found[t - 1] for t in (1, 2, 3)}).subs(alpha, 0.1)

    def loss(phi: dict[str, torch.Tensor], power: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        return ((phi["w"] - target) ** power / power).sum()

    four, zero = torch.full((1, 1), 4.0, dtype=torch.float64), torch.zeros(1, 1, dtype=torch.float64)
    sets = (four, zero), (zero + 2, zero + 2)
    slope = outer_gradient(loss, start, *sets, rate=0.1, steps=3)["w"].item()
    assert abs(float(product) * (place - 2) - slope) < 1e-12


def test_first_step_of_the_head_is_that_of_autograd():
    proved = proofs.first_step_of_the_head().steps[0].last
    n, ways = (next(s for s in proved.free_symbols if str(s) == name) for name in ("n", "N"))
    f, y = sorted(proved.atoms(IndexedBase), key=str)
    features, labels = [0.3, -1.2, 2.0], [0, 2, 2]
    numbers = {f[i]: features[i - 1] for i in (1, 2, 3)} | {y[i]: int(labels[i - 1] == 2) for i in (1, 2, 3)}
    weights = torch.zeros(4, dtype=torch.float64, requires_grad=True)
    logits = torch.tensor(features, dtype=torch.float64)[:, None] * weights
    torch.nn.functional.cross_entropy(logits, torch.tensor(labels)).backward()
    found = proved.subs({n: 3, ways: 4}).doit().subs(numbers)
    assert abs(float(found) + weights.grad[2].item()) < 1e-12


def test_expansions_are_how_the_directions_of_the_code_begin_to_change():
    def loss(phi: dict[str, torch.Tensor], power: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        return ((phi["w"] - target) ** power / power).sum()

    start, rate = {"w": torch.tensor([0.7], dtype=torch.float64)}, 1e-6
    one, two = torch.tensor([[[4.0]], [[2.0]]]).double(), torch.tensor([[[0.0]], [[3.0]]]).double()
    sets = (one, two), (one.flip(0), two.flip(0))
    alike = 3 * 0.7**2 * (0.7 - 3) + 0.7**3
    rules = (outer_gradient, first_order_gradient, reptile_gradient)
    for rule, step, times in zip(rules, proofs.expansions().steps, (1, 1, 2), strict=True):
        share = step.last.as_coeff_Mul()[0]
        changed = rule(loss, start, *sets, rate=rate)["w"].item() - times * (0.7**3 + 0.7 - 3) / 2
        assert abs(changed / rate - float(share) * alike) < 1e-4
