"""Learning in context: layers of linear attention against loops, descent and least squares."""

import math

import numpy as np
import pytest
import torch

from notes.meta_learning import in_context

F64 = torch.float64


def seed(number: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(number)


def test_linear_functions_are_linear_and_hide_the_last_target():
    tokens, answers = in_context.linear_functions(5, 7, 3, seed())
    assert tokens.shape == (5, 8, 4)
    assert not tokens[:, -1, -1].any()
    for task, answer in zip(tokens.double(), answers.double(), strict=True):
        weights = np.linalg.lstsq(task[:-1, :-1].numpy(), task[:-1, -1].numpy(), rcond=None)[0]
        assert float(task[-1, :-1].numpy() @ weights) == pytest.approx(answer.item(), abs=1e-4)


def test_linear_functions_have_standard_normal_weights_and_scaled_inputs():
    tokens, answers = in_context.linear_functions(4000, 2, 3, seed(), scale=2.0)
    assert tokens[..., :-1].std().item() == pytest.approx(2.0, rel=0.05)
    assert answers.square().mean().item() == pytest.approx(3 * 4, rel=0.1)


def test_linear_attention_agrees_with_a_loop():
    e, query_key, value = (
        torch.randn(*shape, generator=seed(k), dtype=F64) for k, shape in enumerate(((4, 3), (3, 3), (3, 3)))
    )
    found = in_context.linear_attention(e, query_key, value)
    for i in range(4):
        heard = sum((e[i] @ query_key @ e[j]) * (value.T @ e[j]) for j in range(3)) / 3
        torch.testing.assert_close(found[i], e[i] + heard)


def test_linear_attention_needs_an_example():
    eye = torch.eye(2)
    with pytest.raises(ValueError, match=r"^`tokens` must be at least two, got 1$"):
        in_context.linear_attention(torch.ones(1, 2), eye, eye)
    assert in_context.linear_attention(torch.ones(2, 2), eye, eye).tolist() == [[3.0, 3.0], [3.0, 3.0]]


def test_layers_of_descent_are_steps_of_descent():
    tokens, _ = in_context.linear_functions(3, 6, 2, seed())
    inputs, targets = tokens[:, :-1, :-1], tokens[:, :-1, -1:]
    weights = torch.zeros(3, 2, 1, requires_grad=True)
    after = tokens
    for _ in range(3):
        loss = ((inputs @ weights - targets) ** 2).sum() / 2 / 6
        weights = (weights - 0.3 * torch.autograd.grad(loss, weights)[0]).detach().requires_grad_()
        after = in_context.linear_attention(after, *in_context.descent_layer(2, 0.3))
        torch.testing.assert_close(after[:, :-1, -1:], targets - inputs @ weights)
        torch.testing.assert_close(-after[:, -1:, -1:], tokens[:, -1:, :-1] @ weights)


def test_one_step_leaves_the_proved_share_at_the_best_rate():
    tokens, answers = in_context.linear_functions(60000, 10, 3, seed())
    left = {}
    for rate in (0.6, 10 / 14, 0.8):
        stepped = -in_context.linear_attention(tokens, *in_context.descent_layer(3, rate))[:, -1, -1]
        left[rate] = (stepped - answers).square().mean().item() / 3
        assert left[rate] == pytest.approx(1 - 2 * rate + rate**2 * 14 / 10, rel=0.05)
    assert left[10 / 14] == min(left.values()) == pytest.approx(4 / 14, rel=0.05)


def test_transformer_of_descent_layers_answers_as_they_do():
    model = in_context.LinearTransformer(3, layers=2)
    query_key, value = in_context.descent_layer(3, 0.5)
    model.query_keys.data.copy_(query_key)
    model.values.data.copy_(value)
    tokens, _ = in_context.linear_functions(4, 5, 3, seed())
    after = in_context.linear_attention(in_context.linear_attention(tokens, query_key, value), query_key, value)
    torch.testing.assert_close(model(tokens), -after[:, -1, -1])


def test_trained_in_context_begins_with_a_step_of_adam():
    torch.manual_seed(0)
    start = in_context.LinearTransformer(3, layers=2)
    torch.manual_seed(0)
    moved = in_context.trained_in_context(seed(), layers=2, steps=1)
    for before, after in zip(start.parameters(), moved.parameters(), strict=True):
        assert (after - before).abs().median().item() == pytest.approx(0.02, rel=1e-2)


def test_trained_in_context_ends_with_small_steps():
    torch.manual_seed(0)
    one = in_context.trained_in_context(seed(), layers=1, steps=2)
    torch.manual_seed(0)
    other = in_context.trained_in_context(seed(), layers=1, steps=1)
    assert 0 < (one.values - other.values).abs().max().item() < 0.019


def test_least_squares_answers_are_those_of_numpy():
    tokens = torch.randn(3, 6, 4, generator=seed(), dtype=F64)
    found = in_context.least_squares_answers(tokens)
    for task, answer in zip(tokens.numpy(), found.tolist(), strict=True):
        weights = np.linalg.lstsq(task[:-1, :-1], task[:-1, -1], rcond=None)[0]
        assert answer == pytest.approx(float(task[-1, :-1] @ weights))


def test_least_squares_answers_refuse_fewer_examples_than_inputs():
    with pytest.raises(
        ValueError, match=r"^`tokens` must be as many examples as inputs at least, and one input, got 2$"
    ):
        in_context.least_squares_answers(torch.randn(1, 3, 4, generator=seed()))
    assert in_context.least_squares_answers(torch.randn(1, 4, 4, generator=seed())).isfinite().all()


def test_in_context_refuses_what_is_too_small():
    with pytest.raises(ValueError, match=r"^`examples` must be at least 1, got 0$"):
        in_context.linear_functions(1, 0, 1, seed())
    with pytest.raises(ValueError, match=r"^`size` must be at least 1, got 0$"):
        in_context.descent_layer(0, 0.5)
    with pytest.raises(ValueError, match=r"^`rate` must be finite, got nan$"):
        in_context.descent_layer(1, math.nan)
    with pytest.raises(ValueError, match=r"^`layers` must be at least 1, got 0$"):
        in_context.LinearTransformer(1, 0)
    with pytest.raises(ValueError, match=r"^`steps` must be at least 1, got 0$"):
        in_context.trained_in_context(seed(), layers=1, steps=0)
    assert in_context.linear_functions(1, 1, 1, seed())[0].shape == (1, 2, 2)
    assert in_context.linear_functions(0, 1, 1, seed())[0].shape == (0, 2, 2)
