"""What was proved of word vectors is what is computed: the proofs' expressions against values and autograd."""

import torch
from sympy import Expr, Indexed, Symbol, lambdify
from torch.nn.functional import cross_entropy

from notes.transformers.elmo import layer_mixture
from notes.transformers.proofs import words
from notes.transformers.word2vec import (
    WordVectors,
    cbow_scores,
    negative_sampling_loss,
    noise_distribution,
    shares,
    shifted_pmi,
    skip_gram_loss,
)

F64 = torch.float64
COUNTS = torch.tensor([[2.0, 1.0, 3.0], [1.0, 5.0, 2.0], [4.0, 2.0, 1.0]], dtype=F64)


def evaluated(expression: Expr, **values: torch.Tensor) -> torch.Tensor:
    """The expression at the given values of its symbols, which are named without backslashes and braces."""
    symbols = {
        "".join(letter for letter in symbol.name if letter.isalnum() or letter == "_"): symbol
        for symbol in expression.free_symbols
        if isinstance(symbol, Symbol)
    }
    found = lambdify([symbols[name] for name in values], expression, "numpy")(*(v.numpy() for v in values.values()))
    return torch.as_tensor(found, dtype=F64)


def random_vectors(generator: torch.Generator) -> WordVectors:
    return WordVectors(*(torch.randn(3, 2, generator=generator, dtype=F64).requires_grad_() for _ in range(2)))


def test_cbow_gradients_are_the_proved_ones(generator):
    vectors, contexts, target = random_vectors(generator), torch.tensor([[1, 2]]), torch.tensor([0])
    scores = cbow_scores(contexts, vectors)
    read, predict = torch.autograd.grad(cross_entropy(scores, target), vectors)
    probabilities = scores.softmax(dim=1)[0].detach()
    expected = probabilities @ vectors.outputs.detach()
    torch.testing.assert_close(read[1], (expected - vectors.outputs[0].detach()) / 2)
    proved, mean = words.cbow_gradient().steps[1].last, vectors.inputs[[1, 2]].mean(dim=0).detach()
    for word in range(3):
        hit = torch.tensor(float(word == 0), dtype=F64)
        others = scores[0].detach().exp().sum() - scores[0, word].detach().exp()
        # along the mean itself the score grows as the length, so one coordinate of the proof is enough
        coordinate = scores[0, word].detach() / mean.norm()
        slope = evaluated(proved, baru=mean.norm(), v=coordinate, R=others, delta=hit)
        torch.testing.assert_close(predict[word], slope * mean / mean.norm())


def test_skip_gram_gradients_are_the_proved_ones(generator):
    vectors = random_vectors(generator)
    scores = vectors.scores.detach().requires_grad_()
    (by_score,) = torch.autograd.grad(skip_gram_loss(scores, COUNTS), scores)
    by_word, _ = torch.autograd.grad(skip_gram_loss(vectors.scores, COUNTS), vectors)
    word = shares(COUNTS).sum(dim=1, keepdim=True)
    observed, exponentials = shares(COUNTS) / word, scores.detach().exp()
    proved = words.skip_gram_gradient().steps[1].last
    slopes = evaluated(proved, s=scores.detach(), R=exponentials.sum(1, keepdim=True) - exponentials, p_c=observed)
    torch.testing.assert_close(by_score, word * slopes)
    torch.testing.assert_close(by_word, word * slopes @ vectors.outputs.detach())


def test_negative_sampling_slope_and_optimum_are_the_proved_ones(generator):
    scores, noise = random_vectors(generator).scores.detach().requires_grad_(), noise_distribution(COUNTS, 0.75)
    (found,) = torch.autograd.grad(negative_sampling_loss(scores, COUNTS, noise, negatives=3), scores)
    joint = shares(COUNTS)
    word, noises = joint.sum(1, keepdim=True).expand(3, 3), noise.expand(3, 3)
    known = {"p_wc": joint, "p_w": word, "q_c": noises, "k": torch.tensor(3.0, dtype=F64)}
    least, shifted = words.negative_sampling_optimum().steps
    (score,) = least.place
    torch.testing.assert_close(found, evaluated(least.value.diff(score), s=scores.detach(), **known))
    torch.testing.assert_close(shifted_pmi(COUNTS, noise, negatives=3), evaluated(shifted.last, **known))


def test_company_of_a_word_with_two_senses_is_the_proved_mixture():
    senses, merged = COUNTS[:2], COUNTS[:2].sum(0) / COUNTS[:2].sum()
    share = senses.sum(1) / senses.sum()
    torch.testing.assert_close(merged, share @ (senses / senses.sum(1, keepdim=True)))
    (claim,) = words.sense_mixture().claims
    S, m, c = (next(s for s in claim.right.free_symbols if s.name == name) for name in ("S", "m", "c"))
    for place in (1, 2, 3):
        for side in (claim.left, claim.right):
            found = side.subs({S: 2, m: 3, c: place}).doit()
            entries = {
                atom: senses[int(atom.indices[0]) - 1, int(atom.indices[1]) - 1] for atom in found.atoms(Indexed)
            }
            assert abs(float(found.subs(entries)) - merged[place - 1]) < 1e-12


def test_slope_of_the_layer_mixture_is_the_proved_one(generator):
    layers = torch.randn(3, 1, generator=generator, dtype=F64)
    logits = torch.randn(3, generator=generator, dtype=F64).requires_grad_()
    scale = torch.tensor(1.5, dtype=F64)
    (found,) = torch.autograd.grad(layer_mixture(layers, logits, scale).sum(), logits)
    exponentials, values = logits.detach().exp(), layers[:, 0]
    others = exponentials.sum() - exponentials
    weighted = (exponentials * values).sum() - exponentials * values
    proved = words.layer_mixture_gradient().steps[0].last
    known = {"a_j": logits.detach(), "h_j": values, "gamma": scale, "R": others, "J": weighted}
    torch.testing.assert_close(found, evaluated(proved, **known))
