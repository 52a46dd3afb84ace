import itertools

import pytest
import torch

from notes.noisy_labels.annotators import annotator_confusions, dawid_skene, label_posterior
from notes.noisy_labels.transition import noisy_labels, pair_flip_noise, symmetric_noise

F64 = torch.float64


def distributions(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=F64).softmax(-1)


def said_by(confusions: list[torch.Tensor], items: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    truth = torch.randint(len(confusions[0]), (items,), generator=generator)
    return truth, torch.stack([noisy_labels(truth, one, generator) for one in confusions], 1)


def log_likelihood(labels: torch.Tensor, prior: torch.Tensor, confusions: torch.Tensor) -> float:
    total = torch.zeros((), dtype=prior.dtype)
    for said in labels.tolist():
        chances = prior.clone()
        for matrix, label in zip(confusions, said, strict=True):
            chances = chances * matrix[:, label]
        total = total + chances.sum().log()
    return total.item()


def test_label_posterior_is_bayes_rule_on_every_pattern():
    prior, confusions = distributions(3), distributions(4, 3, 3, seed=1)
    patterns = torch.tensor(list(itertools.product(range(3), repeat=4)))
    for said, found in zip(patterns.tolist(), label_posterior(patterns, prior, confusions), strict=True):
        joint = [prior[k] * confusions[0, k, said[0]] * confusions[1, k, said[1]] for k in range(3)]
        joint = torch.stack(
            [chance * confusions[2, k, said[2]] * confusions[3, k, said[3]] for k, chance in enumerate(joint)]
        )
        torch.testing.assert_close(found, joint / joint.sum())


def test_label_posterior_has_the_gradient_of_the_rule():
    labels, prior = torch.tensor([[0, 1], [2, 2], [1, 0]]), distributions(3)
    logits = torch.randn(2, 3, 3, generator=torch.Generator().manual_seed(2), dtype=F64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda z: label_posterior(labels, prior, z.softmax(-1)), logits)


def test_annotator_confusions_are_shares_of_a_known_truth():
    labels, truth = torch.tensor([[0, 1], [0, 0], [1, 1], [2, 1], [2, 2]]), torch.tensor([0, 0, 1, 2, 2])
    found = annotator_confusions(labels, torch.nn.functional.one_hot(truth, 3).to(F64))
    for annotator, k, j in itertools.product(range(2), range(3), range(3)):
        share = (labels[truth == k, annotator] == j).to(F64).mean()
        assert found[annotator, k, j] == pytest.approx(share.item())


def test_annotator_confusions_maximise_the_expected_log_likelihood():
    labels, posterior = torch.randint(3, (40, 2), generator=torch.Generator().manual_seed(0)), distributions(40, 3)

    def expected(confusions: torch.Tensor) -> float:
        scores = [matrix[:, said].log().T for matrix, said in zip(confusions, labels.T, strict=True)]
        return (posterior * sum(scores)).sum().item()

    best = annotator_confusions(labels, posterior)
    for seed in range(20):
        other = 0.9 * best + 0.1 * distributions(2, 3, 3, seed=seed)
        assert expected(other) < expected(best)


def test_a_step_never_lowers_the_likelihood():
    _, labels = said_by([symmetric_noise(3, 0.3)] * 3, 60, 0)
    likelihoods = []
    for steps in range(1, 12):
        posterior, _ = dawid_skene(labels, 3, steps)
        likelihoods.append(log_likelihood(labels, posterior.mean(0), annotator_confusions(labels, posterior)))
    assert all(after >= before - 1e-3 for before, after in itertools.pairwise(likelihoods))
    assert likelihoods[-1] > likelihoods[0] + 0.1


@pytest.mark.parametrize("seed", range(3))
def test_dawid_skene_finds_the_annotators_and_beats_the_vote(seed: int):
    true = [symmetric_noise(3, 0.1), *[symmetric_noise(3, 0.5)] * 2, *[pair_flip_noise(3, 0.4)] * 2]
    truth, labels = said_by(true, 2000, seed)
    posterior, confusions = dawid_skene(labels, 3)
    votes = torch.nn.functional.one_hot(labels, 3).sum(1).argmax(1)
    assert (posterior.argmax(1) == truth).float().mean() > (votes == truth).float().mean() + 0.1
    torch.testing.assert_close(confusions, torch.stack(true), atol=0.06, rtol=0)


def test_dawid_skene_begins_with_the_shares_of_the_votes():
    labels = torch.tensor([[0, 0, 1], [1, 1, 1], [1, 0, 1]])
    votes = torch.tensor([[2 / 3, 1 / 3], [0.0, 1.0], [1 / 3, 2 / 3]])
    confusions = annotator_confusions(labels, votes)
    posterior, found = dawid_skene(labels, 2, steps=1)
    torch.testing.assert_close(found, confusions)
    torch.testing.assert_close(posterior, label_posterior(labels, votes.mean(0), confusions))


def test_annotators_refuse_what_no_class_explains():
    sure, half = torch.eye(2)[None], torch.tensor([0.5, 0.5])
    assert label_posterior(torch.tensor([[1]]), half, sure).tolist() == [[0.0, 1.0]]
    with pytest.raises(ValueError, match="`labels` must be possible under some class"):
        label_posterior(torch.tensor([[0, 1]]), half, sure.repeat(2, 1, 1))
    with pytest.raises(ValueError, match="`labels` must be a class from 0 to 1, got 2"):
        label_posterior(torch.tensor([[2]]), half, sure)
    with pytest.raises(ValueError, match="`labels` must be a class from 0 to 1, got -1"):
        label_posterior(torch.tensor([[-1]]), half, sure)
    with pytest.raises(ValueError, match="`prior` must be non-negative and sum to one"):
        label_posterior(torch.tensor([[0]]), torch.tensor([0.5, 0.6]), sure)
    with pytest.raises(ValueError, match="`confusions` must be non-negative and sum to one"):
        label_posterior(torch.tensor([[0]]), half, 2 * sure)


def test_annotator_confusions_refuse_a_class_without_items():
    with pytest.raises(ValueError, match="`posterior` must be such that each class occurs"):
        annotator_confusions(torch.tensor([[0], [1]]), torch.tensor([[1.0, 0.0], [1.0, 0.0]]))
    with pytest.raises(ValueError, match="`posterior` must be non-negative and sum to one"):
        annotator_confusions(torch.tensor([[0]]), torch.tensor([[1.0, 1.0]]))
    with pytest.raises(ValueError, match="`labels` must be a class from 0 to 1, got 2"):
        annotator_confusions(torch.tensor([[2]]), torch.tensor([[0.5, 0.5]]))


def test_dawid_skene_refuses_classes_that_nobody_names():
    labels = torch.tensor([[0, 1], [1, 1]])
    assert dawid_skene(labels, 2, 1)[0].shape == (2, 2)
    with pytest.raises(ValueError, match="`labels` must be such that each class is named"):
        dawid_skene(labels, 3)
    with pytest.raises(ValueError, match="`labels` must be a class from 0 to 0, got 1"):
        dawid_skene(labels, 1)
    with pytest.raises(ValueError, match="`steps` must be at least 1, got 0"):
        dawid_skene(labels, 2, 0)
