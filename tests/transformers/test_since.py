"""What came since: attention by blocks, low-rank adaptation, copying in context, and learning from preferences."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from notes.losses.training import minimiser
from notes.transformers.induction import Repetitions, repetitions, shares_known, trained_copier
from notes.transformers.language_model import Sizes, new_language_model
from notes.transformers.low_rank import LowRankLinear, low_rank_parameters
from notes.transformers.online_softmax import blockwise_attention
from notes.transformers.preference import Preferences, drawn_preferences, optimal_policy, preference_loss


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 100])
def test_blockwise_attention_equals_pytorch_in_values_and_gradients(size: int, generator: torch.Generator) -> None:
    queries, keys, values = (
        torch.randn(2, 3, length, width, dtype=torch.float64, generator=generator, requires_grad=True)
        for length, width in ((5, 4), (7, 4), (7, 6))
    )
    ours = blockwise_attention(queries, keys, values, size)
    theirs = functional.scaled_dot_product_attention(queries, keys, values)
    torch.testing.assert_close(ours, theirs)
    sources = (queries, keys, values)
    torch.testing.assert_close(*(torch.autograd.grad(one.pow(2).sum(), sources) for one in (ours, theirs)))


def test_blockwise_attention_overflows_nowhere() -> None:
    keys = torch.tensor([[-1e4], [3e4], [2e4]])
    assert blockwise_attention(torch.ones(1, 1), keys, torch.eye(3), 1).tolist() == [[0, 1, 0]]


def test_blockwise_attention_refuses_empty_blocks_and_no_keys() -> None:
    one = torch.ones(1, 1)
    with pytest.raises(ValueError, match="`size` must be at least 1, got 0"):
        blockwise_attention(one, one, one, 0)
    with pytest.raises(ValueError, match="`keys` must be at least 1, got 0"):
        blockwise_attention(one, one[:0], one[:0], 1)


def adapted(generator: torch.Generator, *, bias: bool = True) -> LowRankLinear:
    layer = LowRankLinear(nn.Linear(6, 5, bias=bias).double(), 2, generator, alpha=3.0)
    with torch.no_grad():
        layer.up.copy_(torch.randn(5, 2, generator=generator))
    return layer


def test_low_rank_adaptation_starts_with_no_change(generator: torch.Generator) -> None:
    frozen = nn.Linear(6, 5)
    x = torch.randn(3, 6, generator=generator)
    layer = LowRankLinear(frozen, 2, generator)
    assert torch.equal(layer(x), frozen(x))
    layer(x).sum().backward()
    assert layer.up.grad.any()
    assert not layer.down.grad.any()
    assert frozen.weight.grad is None


@pytest.mark.parametrize("bias", [True, False])
def test_merged_weights_do_the_same(bias: bool, generator: torch.Generator) -> None:
    layer = adapted(generator, bias=bias)
    x = torch.randn(4, 3, 6, dtype=torch.float64, generator=generator)
    torch.testing.assert_close(layer.merged()(x), layer(x))
    torch.testing.assert_close(layer.merged().weight - layer.frozen.weight, 1.5 * layer.up @ layer.down)


def test_the_change_has_the_rank_and_the_parameters_that_it_may_have(generator: torch.Generator) -> None:
    layer = adapted(generator)
    change = layer.merged().weight - layer.frozen.weight
    assert torch.linalg.matrix_rank(change).item() == 2
    learned = sum(parameter.numel() for parameter in layer.parameters() if parameter.requires_grad)
    assert learned == low_rank_parameters(6, 5, 2) == 22
    with pytest.raises(ValueError, match="`rank` must be at least 1, got 0"):
        low_rank_parameters(6, 5, 0)
    with pytest.raises(ValueError, match="`rank` must be at least 1, got 0"):
        LowRankLinear(nn.Linear(2, 2), 0, generator)
    with pytest.raises(ValueError, match="`alpha` must be positive, got 0"):
        LowRankLinear(nn.Linear(2, 2), 1, generator, alpha=0)


def test_low_rank_adaptation_learns_a_change_of_its_rank(generator: torch.Generator) -> None:
    layer = LowRankLinear(nn.Linear(6, 5), 1, generator)
    x = torch.randn(50, 6, generator=generator)
    target = layer.frozen(x).detach() + x[:, :1] * torch.ones(5)
    optimizer = torch.optim.Adam([layer.down, layer.up], lr=0.05)
    for _ in range(300):
        optimizer.zero_grad()
        (layer(x) - target).square().mean().backward()
        optimizer.step()
    assert (layer(x) - target).square().mean() < 1e-3


def test_repetitions_repeat_patterns_without_twins(generator: torch.Generator) -> None:
    tokens, known = repetitions(300, 17, generator)
    periods = known.int().argmax(dim=1)
    assert sorted(set(periods.tolist())) == [4, 5, 6, 7, 8]
    for row, period in zip(tokens, periods.tolist(), strict=True):
        assert len(set(row[:period].tolist())) == period
        assert torch.equal(row[period:], row[:-period])
    assert tokens.min() == 0
    assert tokens.max() == 15


def test_repetitions_refuse_lengths_that_no_pattern_has(generator: torch.Generator) -> None:
    assert repetitions(1, 3, generator, shortest=16, longest=16).tokens.shape == (1, 3)
    with pytest.raises(ValueError, match="`longest` must be from 4 to 16, got 17"):
        repetitions(1, 3, generator, longest=17)
    with pytest.raises(ValueError, match="`longest` must be from 9 to 16, got 8"):
        repetitions(1, 3, generator, shortest=9)
    with pytest.raises(ValueError, match="`shortest` must be at least 1, got 0"):
        repetitions(1, 3, generator, shortest=0)
    assert repetitions(1, 2, generator, shortest=1, longest=1).known.tolist() == [[False, True]]


def test_shares_known_tell_first_from_again(generator: torch.Generator) -> None:
    model = new_language_model(Sizes(4, 8, 1, 1, 1, 4), generator)
    tokens = torch.tensor([[0, 1, 2, 0, 1, 2]])
    known = torch.tensor([[False, False, False, True, True, True]])
    right = model(tokens[:, :-1])[0].argmax(-1) == tokens[:, 1:]
    expected = [right[0, :3].float().mean().item(), right[0, 3:].float().mean().item()]
    assert shares_known(model, Repetitions(tokens, known)).tolist() == pytest.approx(expected)
    for one in (torch.ones_like(known), torch.zeros_like(known)):
        with pytest.raises(ValueError, match="`sequences` must hold both"):
            shares_known(model, Repetitions(tokens, one))


def test_trained_copiers_come_from_their_generator() -> None:
    first, again = (trained_copier(1, torch.Generator().manual_seed(1), steps=2) for _ in range(2))
    assert all(map(torch.equal, first.parameters(), again.parameters()))
    assert len(first.blocks) == 1
    with pytest.raises(ValueError, match="`layers` must be at least 1, got 0"):
        trained_copier(0, torch.Generator(), steps=2)


def test_the_optimal_policy_is_the_best(generator: torch.Generator) -> None:
    reference, rewards = torch.randn(2, 5, dtype=torch.float64, generator=generator)
    reference = reference.log_softmax(dim=0)

    def cost(logits: torch.Tensor) -> torch.Tensor:
        policy = logits.log_softmax(dim=0)
        return -(policy.exp() * (rewards - 0.3 * (policy - reference))).sum()

    found = minimiser(cost, torch.zeros(5, dtype=torch.float64)).log_softmax(dim=0)
    torch.testing.assert_close(optimal_policy(reference, rewards, 0.3), found, atol=1e-4, rtol=1e-4)


def test_the_preference_loss_equals_its_formula_and_its_gradient(generator: torch.Generator) -> None:
    policy, reference = torch.randn(2, 5, dtype=torch.float64, generator=generator).log_softmax(dim=-1)
    policy.requires_grad_()
    pairs = Preferences(torch.tensor([0, 3]), torch.tensor([4, 1]))
    margins = 0.3 * ((policy - reference)[pairs.chosen] - (policy - reference)[pairs.rejected])
    loss = preference_loss(policy, reference, pairs, 0.3)
    torch.testing.assert_close(loss, -functional.logsigmoid(margins).mean())
    (gradient,) = torch.autograd.grad(loss, policy)
    weights = 0.3 * torch.sigmoid(-margins) / 2
    torch.testing.assert_close(
        gradient, torch.stack([-weights[0], weights[1], 0 * weights[0], -weights[1], weights[0]])
    )


def test_the_preference_loss_refuses_what_is_no_pair() -> None:
    policy, one = torch.tensor([0.5, 0.5]).log(), torch.tensor([1])
    assert preference_loss(policy, policy, Preferences(one, 0 * one), 1.0).isfinite()
    with pytest.raises(ValueError, match="`rejected` must be from 0 to 1, got 2"):
        preference_loss(policy, policy, Preferences(one, 2 * one), 1.0)
    with pytest.raises(ValueError, match="`rejected` must be of shape"):
        preference_loss(policy, policy, Preferences(one, torch.tensor([1, 0])), 1.0)
    with pytest.raises(ValueError, match="`chosen` must hold at least one entry"):
        preference_loss(policy, policy, Preferences(one[:0], one[:0]), 1.0)
    with pytest.raises(ValueError, match="`strength` must be positive"):
        preference_loss(policy, policy, Preferences(one, 0 * one), 0.0)


def test_drawn_preferences_follow_bradley_and_terry(generator: torch.Generator) -> None:
    policy, rewards = torch.tensor([0.5, 0.3, 0.2]), torch.tensor([0.0, 1.0, -1.0])
    pairs = drawn_preferences(policy, rewards, 60_000, generator)
    assert (pairs.chosen != pairs.rejected).all()
    met = (torch.stack(pairs).sort(dim=0).values == torch.tensor([[0], [1]])).all(dim=0)
    share = (pairs.chosen[met] == 1).float().mean().item()
    assert share == pytest.approx(torch.sigmoid(torch.tensor(1.0)).item(), abs=0.01)
    assert met.float().mean().item() == pytest.approx(0.5 * 0.3 / 0.5 + 0.3 * 0.5 / 0.7, abs=0.01)
    with pytest.raises(ValueError, match="`policy` must be at least 2, got 1"):
        drawn_preferences(torch.tensor([0.0, 1.0, 0.0]), rewards, 1, generator)
    assert drawn_preferences(torch.tensor([0.5, 0.5, 0.0]), rewards, 1, generator).chosen.shape == (1,)
    with pytest.raises(ValueError, match="`number` must be at least 1, got 0"):
        drawn_preferences(policy, rewards, 0, generator)
