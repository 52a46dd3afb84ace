"""What was proved of language models and of what came since is what is computed."""

import math

import torch
from sympy import Expr, Function, Indexed, sin

from notes.transformers.online_softmax import blockwise_attention
from notes.transformers.preference import Preferences, optimal_policy, preference_loss
from notes.transformers.proofs.language_model import rms_sees_no_scale, rotary_products_are_relative
from notes.transformers.proofs.since import (
    online_softmax,
    preference_likelihood,
    preferred_policy,
)
from notes.transformers.rms_norm import rms_normalized
from notes.transformers.rotary import rotated

F64 = torch.float64


def evaluated(expression: Expr, sizes: dict[str, float], **sequences: list[float]) -> float:
    """The value of an expression for some sizes and sequences, numbered from 1."""
    known = {symbol: sizes[symbol.name] for symbol in expression.free_symbols if symbol.name in sizes}
    written = expression.subs(known).doit()
    entries = {
        atom: sequences[atom.base.label.name.strip("\\")][int(atom.indices[0]) - 1] for atom in written.atoms(Indexed)
    }
    return float(written.subs(entries))


def test_turned_products_are_those_of_the_proof(generator: torch.Generator) -> None:
    query, key = torch.randn(2, 1, 2, dtype=F64, generator=generator)
    found = (rotated(query, 7) @ rotated(key, 3).mT).item()
    (claim,) = rotary_products_are_relative().claims
    names = dict(zip(("q_1", "q_2", "k_1", "k_2"), (*query[0].tolist(), *key[0].tolist()), strict=True))
    for side in (claim.left, claim.right):
        assert math.isclose(evaluated(side, {"s": 7, "t": 3, "\\omega": 1.0, **names}), found, rel_tol=1e-9)


def test_the_normalised_entry_is_that_of_the_proof(generator: torch.Generator) -> None:
    vector = torch.randn(4, dtype=F64, generator=generator)
    (claim,) = rms_sees_no_scale().claims
    found = rms_normalized(2.5 * vector, torch.ones(4, dtype=F64), epsilon=0.0)[2].item()
    for side in (claim.left, claim.right):
        assert math.isclose(evaluated(side, {"d": 4, "j": 3, "c": 2.5}, x=vector.tolist()), found)


def test_the_quotient_of_the_proved_sums_is_attention_by_blocks(generator: torch.Generator) -> None:
    scores, values = torch.randn(2, 5, dtype=F64, generator=generator)
    found = blockwise_attention(torch.ones(1, 1, dtype=F64), scores[:, None], values[:, None], 2).item()
    known = {"s": scores.tolist(), "v": values.tolist(), "m": [scores.max().item()] * 5}
    total, mixed = (evaluated(claim.right, {"T": 5}, **known) for claim in online_softmax().claims)
    assert math.isclose(mixed / total, found)


def test_the_best_policy_has_the_worth_of_the_proof(generator: torch.Generator) -> None:
    reference, rewards = torch.randn(2, 4, dtype=F64, generator=generator)
    reference = reference.log_softmax(dim=0)
    best = optimal_policy(reference, rewards, 0.5)
    total = (reference + rewards / 0.5).logsumexp(dim=0).exp().item()
    most, reached = preferred_policy().claims
    sizes, known = {"n": 4, "\\beta": 0.5, "Z": total}, {"p": reference.exp().tolist(), "r": rewards.tolist()}
    worth = (best.exp() * (rewards - 0.5 * (best - reference))).sum().item()
    assert math.isclose(evaluated(reached.left, sizes, **known), worth)
    assert math.isclose(evaluated(most.right, sizes), worth)


def test_the_loss_is_minus_the_logarithm_of_the_proved_likelihood() -> None:
    reference, rewards = torch.tensor([0.5, 0.3, 0.2], dtype=F64).log(), torch.tensor([1.0, -0.5, 0.25], dtype=F64)
    pair = Preferences(torch.tensor([2]), torch.tensor([1]))
    loss = preference_loss(optimal_policy(reference, rewards, 0.7), reference, pair, 0.7).item()
    _, odds, _ = preference_likelihood().claims
    left = evaluated(odds.left, {"i": 3, "j": 2}, r=rewards.tolist())
    assert math.isclose(-math.log(left), loss)


def test_the_gradient_of_the_proof_is_that_of_autograd() -> None:
    *_, claim = preference_likelihood().claims
    logits = torch.tensor(0.3, dtype=F64, requires_grad=True)
    chosen, rejected = 2 * logits, logits.sin()
    loss = -torch.nn.functional.logsigmoid(0.7 * (chosen - rejected) - 0.1)
    (slope,) = torch.autograd.grad(loss, logits)
    theta = next(symbol for symbol in claim.right.free_symbols if symbol.name == "\\theta")
    names = {symbol.name: symbol for symbol in claim.right.free_symbols}
    put_in = (
        claim.right.replace(Function("a", real=True), lambda x: 2 * x).replace(Function("b", real=True), sin).doit()
    )
    found = put_in.subs({names["\\beta"]: 0.7, names["c"]: 0.1, theta: 0.3})
    assert math.isclose(float(found), slope.item())
