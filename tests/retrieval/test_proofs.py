"""What was proved is what is computed: the proofs' expressions against values and autograd."""

import pytest
import torch
from sympy import Expr, Indexed

from notes.retrieval.proofs import dense, rag, sparse, training
from notes.retrieval.rag import log_prior, score_gradient
from notes.retrieval.sparse import robertson_idf, saturation

F64 = torch.float64


def number(expression: Expr, **values: float) -> float:
    """The expression at the given values of its symbols, which are named without backslashes and braces."""
    names = {
        symbol: values[symbol.name.strip("\\").translate({123: "", 125: ""})] for symbol in expression.free_symbols
    }
    return float(expression.subs(names).doit())


def test_length_slope_is_the_proved_one():
    proved = -sparse.length_normalisation().steps[0].links[0].right
    length = torch.tensor([1.7], dtype=F64, requires_grad=True)
    (slope,) = torch.autograd.grad(saturation(torch.tensor([3.0], dtype=F64), length, 1.2, 0.6).sum(), length)
    assert number(proved, xi=3.0, k_1=1.2, b=0.6, **{"lambda": 1.7}) == pytest.approx(slope.item())


def test_weight_of_a_word_is_the_proved_one():
    proved = sparse.rarity_is_positive().steps[0].links[0].right
    documents = torch.zeros(7, 1)
    documents[:3] = 1
    assert number(proved, n_w=3, **{"n'_w": 4}) == pytest.approx(robertson_idf(documents).item())


def test_two_candidates_are_pytorchs_softplus():
    proved = dense.two_candidates().steps[1].links[0].right
    found = torch.nn.functional.cross_entropy(torch.tensor([[0.4, 1.1]], dtype=F64), torch.tensor([0]))
    assert number(proved, **{"s_+": 0.4, "s_-": 1.1}) == pytest.approx(found.item())


def test_padded_distance_is_the_proved_one(generator: torch.Generator):
    f, d = torch.randn(2, 3, generator=generator, dtype=F64)
    expression = dense.nearest_by_distance().steps[0].links[0].right
    most = 1 + d.norm().item()
    names = {symbol.name: symbol for symbol in expression.free_symbols if not isinstance(symbol, Indexed)}
    explicit = expression.subs({names["D"]: 3, names["R"]: most}).doit()
    entries = {e: (f if str(e.base) == "f" else d)[int(e.indices[0]) - 1].item() for e in explicit.atoms(Indexed)}
    padded = torch.cat([d, torch.tensor([(most**2 - d.square().sum()).sqrt()], dtype=F64)])
    question = torch.cat([f, torch.zeros(1, dtype=F64)])
    assert float(explicit.subs(entries)) == pytest.approx((question - padded).square().sum().item())


def test_document_gradient_is_autograds():
    proved = training.gradients_of_both_encoders().steps[1].links[0].right
    f, d = 0.7, torch.tensor(0.4, dtype=F64, requires_grad=True)
    own = (f * d + 0.2).exp()
    (slope,) = torch.autograd.grad((own * 0.3 + 0.5).log() - (own + 1.9).log(), d)
    found = number(proved, f=f, d=0.4, q=0.3, Z_q=0.5, Z=1.9, **{"tilde s": 0.2})
    assert found == pytest.approx(slope.item())


def test_perfect_reader_gives_the_gradient_of_the_label():
    scores, leak = torch.tensor([0.3, 0.9, -0.2], dtype=F64), 1e-3
    prior = log_prior(scores)
    tokens = torch.tensor([[1.0], [leak], [leak]], dtype=F64).log()
    found = score_gradient(prior, tokens)[0].item()
    proved = training.perfect_reader().steps[0].links[0].right
    share = prior[0].exp().item()
    assert number(proved, **{"pi_+": share, "eta": leak}) == pytest.approx(found)
    assert found == pytest.approx(1 - share, rel=0.01)


def test_truncation_loses_at_most_the_mass_left_out(generator: torch.Generator):
    prior = torch.randn(9, generator=generator, dtype=F64).softmax(-1)
    likelihood = torch.rand(9, generator=generator, dtype=F64)
    full = (prior * likelihood).sum()
    for k in range(1, 9):
        assert 0 <= full - (prior * likelihood)[:k].sum() <= prior[k:].sum()
    assert rag.left_out_mass().check().ok


def test_a_lead_of_two_epsilon_is_kept_and_a_smaller_one_may_be_lost():
    leader = training.stale_margin().steps[0].links[0].right
    assert number(leader, **{"s'_j": 0.7, "E": 1e-3, "E_i": 0.0, "E_j": 0.0}) > 0.7
    assert number(leader, **{"s'_j": 0.7, "E": -1e-1, "E_i": 0.0, "E_j": 0.0}) < 0.7
