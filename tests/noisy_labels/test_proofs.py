"""What was proved is what is computed: the proofs' expressions against values, their derivatives against autograd."""

import torch
from sympy import lambdify

from notes.noisy_labels.early_learning import early_learning_penalty
from notes.noisy_labels.proofs import noise, procedures, robustness
from notes.noisy_labels.robust import generalized_cross_entropy

F64 = torch.float64


def test_generalized_bounds_of_the_proof_enclose_the_implementation():
    lower, upper = robustness.generalized_lies_between().claims[1], robustness.generalized_lies_between().claims[0]
    p = torch.linspace(0.05, 0.95, 19, dtype=F64)
    logits = torch.stack([p.log(), (1 - p).log()], 1)
    found = generalized_cross_entropy(logits, torch.zeros(19).long(), 0.4)
    middle, above, below = (
        torch.as_tensor(lambdify((robustness.p, robustness.q), side)(p.numpy(), 0.4))
        for side in (upper.left, upper.right, lower.right)
    )
    torch.testing.assert_close(found, middle)
    assert (below < found).all()
    assert (found < above).all()


def test_penalty_gradient_of_the_proof_is_autograd():
    logits = torch.tensor([0.5, -0.3, 1.1], dtype=F64, requires_grad=True)
    targets = torch.tensor([0.2, 0.5, 0.3], dtype=F64)
    slope = torch.autograd.grad(early_learning_penalty(logits.softmax(-1), targets), logits)[0][0]
    expression = procedures.penalty_gradient().claims[0].right
    agreeing = (targets[1:] * logits.detach()[1:].exp()).sum()
    rest = logits.detach()[1:].exp().sum() - agreeing
    arguments = (procedures.own, procedures.others, procedures.agreeing, procedures.target)
    value = lambdify(arguments, expression)(*(float(v) for v in (logits.detach()[0], rest, agreeing, targets[0])))
    assert abs(value - slope.item()) < 1e-12


def test_source_matrix_of_the_proof_is_the_one_implemented():
    from notes.noisy_labels.transition import THREE_CLASSES

    torch.testing.assert_close(torch.tensor(noise.SOURCE) / 10, torch.tensor(THREE_CLASSES))


def test_majority_of_the_proof_is_the_simulated_one():
    lead = procedures.majority_of_three_is_better().claims[0].left
    (right,) = lead.free_symbols
    voters = torch.rand(200_000, 3, generator=torch.Generator().manual_seed(0)) < 0.8
    assert abs((voters.sum(1) >= 2).float().mean() - 0.8 - float(lead.subs(right, 0.8))) < 0.005
