"""The Neural Turing Machine: addresses against loops, and copying after training."""

import pytest
import torch

from notes.meta_learning import turing_machine
from notes.meta_learning.memory import content_weights

F64 = torch.float64


def seed(number: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(number)


def test_shifted_agrees_with_a_loop_over_the_ring():
    w, u = torch.rand(2, 5, generator=seed(), dtype=F64), torch.rand(2, 3, generator=seed(1), dtype=F64)
    found = turing_machine.shifted(w, u)
    for b in range(2):
        for i in range(5):
            expected = sum(u[b, j + 1] * w[b, (i - j) % 5] for j in (-1, 0, 1))
            torch.testing.assert_close(found[b, i], expected)


def test_addressed_blends_shifts_and_sharpens():
    memory, key = torch.randn(1, 5, 4, generator=seed(), dtype=F64), torch.randn(1, 4, generator=seed(1), dtype=F64)
    previous = torch.rand(1, 5, generator=seed(2), dtype=F64).softmax(-1)
    strength, gate, power = (torch.tensor([value], dtype=F64) for value in (3.0, 0.3, 2.0))
    shift = torch.tensor([[0.1, 0.2, 0.7]], dtype=F64)
    found = turing_machine.addressed(memory, previous, turing_machine.Address(key, strength, gate, shift, power))
    blended = 0.3 * content_weights(memory, key, 3.0) + 0.7 * previous
    raised = [sum(shift[0, j + 1] * blended[0, (i - j) % 5] for j in (-1, 0, 1)) ** 2 for i in range(5)]
    torch.testing.assert_close(found[0], torch.stack(raised) / sum(raised))


def test_machine_writes_and_reads_with_distributions():
    torch.manual_seed(0)
    run = turing_machine.TuringMachine()(torch.rand(3, 4, 3, generator=seed()).round())
    assert run.logits.shape == (3, 4, 3)
    assert run.memory.shape == (3, 8, 8, 6)
    for weights in (run.writing, run.reading):
        assert weights.min() >= 0
        torch.testing.assert_close(weights.sum(-1), torch.ones(3, 8))


def test_machine_does_not_see_the_sequence_while_it_answers():
    bits = torch.rand(2, 3, 3, generator=seed()).round()
    shown = turing_machine.tape(bits)
    torch.testing.assert_close(shown[:, :3, :3], bits)
    assert not shown[:, 3:, :3].any()
    assert shown[0, :, 3:].argmax(-1).tolist() == [0, 0, 0, 1, 1, 1]


def test_shifts_lean_one_row_on_before_training_unless_told_otherwise():
    bits = torch.ones(1, 2, 3)
    moved = []
    for lean in (0.0, 3.0):
        torch.manual_seed(0)
        moved.append(turing_machine.TuringMachine(lean=lean)(bits).writing[0, 0, 1].item())
    assert moved[0] < moved[1]


def test_share_copied_counts_bits():
    torch.manual_seed(0)
    machine, bits = turing_machine.TuringMachine(), torch.rand(5, 3, 3, generator=seed()).round()
    answers = (machine(bits).logits > 0).float()
    expected = (answers == bits).float().mean().item()
    assert turing_machine.share_copied(machine, bits) == pytest.approx(expected)


def test_trained_machine_refuses_no_steps():
    with pytest.raises(ValueError, match=r"`steps` must be positive, got 0"):
        turing_machine.trained_machine(seed(), steps=0)


def test_gates_are_nearly_closed_before_training_and_nothing_else_is():
    width = 7
    biases = turing_machine.TuringMachine(width=width, lean=2.5).heads.bias.view(2, width + 6)
    assert (biases[:, width + 1] == -3).all()
    assert (biases[:, -1] == 2.5).all()
    others = [k for k in range(width + 5) if k != width + 1]
    assert biases[:, others].abs().max() < 1
