"""Every learner of chapter 13 against an independent oracle."""

from importlib.resources import as_file, files

import pytest
import torch
from PIL import ImageFont
from torch import nn

from notes.meta_learning import (
    comparison,
    episodes,
    gradient_learner,
    learned_optimizer,
    maml,
    memory,
    memory_augmented,
    pretraining,
)
from notes.meta_learning.glyphs import CHARACTERS, FONTS, SIZE, glyphs

F64 = torch.float64


def seed(number: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(number)


def test_glyphs_are_distinct_inked_and_bounded():
    images = glyphs()
    assert images.shape[0] > 80
    assert images.shape[1:] == (16, 16, 16)
    assert images.min() == 0
    assert images.max() == 1
    assert bool((images.flatten(2).amax(-1) > 0.3).all())
    first = images[:, 0].flatten(1)
    assert torch.cdist(first, first).fill_diagonal_(9).min() > 0.3


def test_no_font_draws_two_classes_alike():
    images = glyphs()
    for font in images.transpose(0, 1):
        assert len(font.flatten(1).unique(dim=0)) == len(images)


def test_of_two_classes_drawn_alike_the_earlier_one_is_kept():
    """The letter ze stays, and the digit three goes; in this font the two differ."""
    place = CHARACTERS.index("З")
    with as_file(files("matplotlib") / "mpl-data" / "fonts" / "ttf") as folder:
        font = ImageFont.truetype(str(folder / FONTS[8]), SIZE)
    ink = {letter: sum(bytes(font.getmask(letter))) / 255 for letter in "З3"}
    assert ink["З"] != pytest.approx(ink["3"], rel=1e-2)
    assert glyphs()[place, 8].sum().item() == pytest.approx(ink["З"], rel=1e-3)


def test_episodes_share_no_sample_and_no_class():
    images = torch.arange(60.0).reshape(10, 6, 1, 1)
    batch = episodes.episodes(images, seed(), tasks=20, ways=4, shots=2, queries=3)
    for support, query in zip(batch.support, batch.query, strict=True):
        both = torch.cat([support, query], 1).flatten(1)
        assert len(both.unique()) == 20
        classes = both // 6
        assert bool((classes == classes[:, :1]).all())
        assert len(classes[:, 0].unique()) == 4


def test_episodes_refuses_what_cannot_be_drawn():
    images = torch.zeros(3, 4, 1, 1)
    with pytest.raises(ValueError, match=r"`ways` must be at most the number of classes, 3, got 5"):
        episodes.episodes(images, seed(), tasks=1)
    with pytest.raises(ValueError, match=r"`shots \+ queries` must be at most 4, got 5"):
        episodes.episodes(images, seed(), tasks=1, ways=2, shots=2)


def test_accuracy_of_an_oracle_is_one_and_its_interval_that_of_the_tasks():
    batch = episodes.episodes(glyphs(), seed(), tasks=4)
    labels = episodes.query_labels(batch)
    right = nn.functional.one_hot(labels, 5).float()
    assert episodes.accuracy(lambda *_: right, batch) == (1.0, 0.0)
    half = right.clone()
    half[:2] = half[:2].roll(1, -1)
    found = episodes.accuracy(lambda *_: half, batch)
    assert found.mean == 0.5
    assert found.margin == pytest.approx(1.96 * (1 / 3) ** 0.5 / 2)


def test_kernel_prediction_sums_the_softmax_by_class():
    similarities = torch.randn(3, 4, generator=seed(), dtype=F64)
    found = comparison.kernel_prediction(similarities, torch.eye(2, dtype=F64)[[0, 1, 1, 0]])
    weights = torch.softmax(similarities, -1)
    torch.testing.assert_close(found[:, 0], weights[:, 0] + weights[:, 3])
    torch.testing.assert_close(found.sum(-1), torch.ones(3, dtype=F64))


def test_prototype_logits_are_minus_squared_distances():
    f, v = torch.randn(4, 3, generator=seed(), dtype=F64), torch.randn(5, 2, 3, generator=seed(1), dtype=F64)
    found = comparison.prototype_logits(f, comparison.prototypes(v))
    torch.testing.assert_close(found, -torch.cdist(f, (v[:, 0] + v[:, 1]) / 2).square())


def test_nearest_neighbour_agrees_with_scikit_learn():
    from sklearn.neighbors import KNeighborsClassifier

    batch = episodes.episodes(glyphs(), seed(), tasks=1, shots=2)
    oracle = KNeighborsClassifier(1).fit(batch.support[0].flatten(0, 1).flatten(1), [i // 2 for i in range(10)])
    found = comparison.nearest_neighbour(batch.support, batch.query)[0].argmax(-1)
    assert found.tolist() == oracle.predict(batch.query[0].flatten(0, 1).flatten(1)).tolist()


LEARNERS = (
    comparison.PrototypicalNetwork,
    comparison.SiameseNetwork,
    comparison.RelationNetwork,
    comparison.MatchingNetwork,
    memory_augmented.MemoryAugmentedNetwork,
    pretraining.NearestMean,
    gradient_learner.HeadLearner,
    gradient_learner.GradientLearner,
    gradient_learner.FirstOrderLearner,
    gradient_learner.LstmMetaLearner,
)


@pytest.mark.parametrize("kind", LEARNERS)
def test_learners_treat_tasks_apart(kind):
    torch.manual_seed(0)
    model, batch = kind(), episodes.episodes(glyphs(), seed(), tasks=3)
    whole, alone = model(*batch), model(batch.support[1:2], batch.query[1:2])
    assert whole.shape == (3, 15, 5)
    torch.testing.assert_close(whole[1:2], alone, rtol=1e-3, atol=1e-4)


def test_content_weights_find_the_row_and_sum_to_one():
    rows = torch.randn(6, 4, generator=seed(), dtype=F64)
    found = memory.content_weights(rows, 3 * rows[2], 50.0)
    assert found.argmax() == 2
    cosines = rows @ rows[2] / rows.norm(dim=-1) / rows[2].norm()
    torch.testing.assert_close(found, (50 * cosines).exp() / (50 * cosines).exp().sum())
    with pytest.raises(ValueError, match=r"`sharpness` must be positive, got 0"):
        memory.content_weights(rows, rows[0], 0.0)


def test_read_and_written_agree_with_loops():
    m, w = torch.randn(4, 3, generator=seed(), dtype=F64), torch.rand(4, generator=seed(1), dtype=F64)
    e, a = torch.rand(2, 3, generator=seed(2), dtype=F64)
    expected = torch.stack(
        [torch.stack([m[i, j] * (1 - w[i] * e[j]) + w[i] * a[j] for j in range(3)]) for i in range(4)]
    )
    torch.testing.assert_close(memory.written(m, w, e, a), expected)
    w = w / w.sum()
    torch.testing.assert_close(memory.read(m, w), sum(w[i] * m[i] for i in range(4)))
    with pytest.raises(ValueError, match=r"`erase` must be between 0 and 1, got 2.0"):
        memory.written(m, w, 0 * e + 2, a)


def test_copied_is_exact_with_sharp_attention_and_refuses_none():
    bits = torch.rand(4, 3, generator=seed()).round()
    torch.testing.assert_close(memory.copied(bits, 100.0).copy, bits)
    with pytest.raises(ValueError, match=r"`sharpness` must be positive, got -1.0"):
        memory.copied(bits, -1.0)


def test_cell_update_with_fixed_gates_is_sgd():
    theta, slope = torch.randn(2, 5, generator=seed(), dtype=F64)
    oracle = theta.clone().requires_grad_()
    oracle.grad = slope
    torch.optim.SGD([oracle], lr=0.3).step()
    found = learned_optimizer.cell_update(theta, slope, torch.ones_like(theta), torch.full_like(theta, 0.3))
    torch.testing.assert_close(found, oracle.detach())


def test_quadratic_gradient_is_autograd():
    a, b = (part.double() for part in learned_optimizer.quadratics(3, seed()))
    theta = torch.randn(3, 6, generator=seed(1), dtype=F64, requires_grad=True)
    (slope,) = torch.autograd.grad(learned_optimizer.quadratic_loss(a, b, theta).sum(), theta)
    torch.testing.assert_close(learned_optimizer.quadratic_gradient(a, b, theta.detach()), slope)


def test_outer_gradients_agree_with_autograd_by_hand():
    net = nn.Linear(1, 1).double()
    phi = {name: value.detach() for name, value in net.named_parameters()}
    x, y = (part.double() for part in maml.sinusoids(3, 8, seed()))
    sets = (x[:, :4], y[:, :4]), (x[:, 4:], y[:, 4:])
    loss = maml.regression_loss(net)
    for gradient, through in ((maml.outer_gradient, True), (maml.first_order_gradient, False)):
        w, c = (phi[name].clone().requires_grad_() for name in ("weight", "bias"))
        total = 0
        for i in range(3):
            inner = ((x[i, :4] @ w + c - y[i, :4]) ** 2).mean()
            gw, gc = torch.autograd.grad(inner, (w, c), create_graph=through)
            total = total + ((x[i, 4:] @ (w - 0.01 * gw) + c - 0.01 * gc - y[i, 4:]) ** 2).mean() / 3
        found = gradient(loss, phi, *sets, rate=0.01)
        for name, slope in zip(("weight", "bias"), torch.autograd.grad(total, (w, c)), strict=True):
            torch.testing.assert_close(found[name], slope)


def test_outer_gradients_through_three_steps_agree_with_autograd_by_hand():
    loss = lambda phi, x, y: ((x * phi["w"]).sum() - y.sum()) ** 4 + (phi["w"] ** 2).sum()  # noqa: E731
    x, y = torch.randn(2, 1, 3, generator=seed(), dtype=F64)
    start = torch.tensor([0.3, -0.2, 0.5], dtype=F64)
    for gradient, through in ((maml.outer_gradient, True), (maml.first_order_gradient, False)):
        at = begun = start.clone().requires_grad_()
        for _ in range(3):
            (slope,) = torch.autograd.grad(loss({"w": at}, x[0], y[0]), at, create_graph=True)
            at = at - 0.05 * (slope if through else slope.detach())
        (expected,) = torch.autograd.grad(loss({"w": at}, y[0], x[0]), begun)
        found = gradient(loss, {"w": start}, (x, y), (y, x), rate=0.05, steps=3)["w"]
        torch.testing.assert_close(found, expected)


def test_reptile_gradient_is_the_sum_of_the_slopes_on_its_way():
    net = nn.Linear(1, 1).double()
    phi = {name: value.detach() for name, value in net.named_parameters()}
    x, y = (part.double() for part in maml.sinusoids(3, 8, seed()))
    sets = (x[:, :4], y[:, :4]), (x[:, 4:], y[:, 4:])
    loss = maml.regression_loss(net)
    found = maml.reptile_gradient(loss, phi, *sets, rate=0.01)
    first = maml.first_order_gradient(loss, phi, *sets, rate=0.01)
    for name, value in phi.items():
        here = value.clone().requires_grad_()
        slopes = [torch.autograd.grad(loss(phi | {name: here}, x[i, :4], y[i, :4]), here)[0] for i in range(3)]
        torch.testing.assert_close(found[name], sum(slopes) / 3 + first[name])


def test_reptile_gradient_refuses_no_rate():
    phi, pair = {"w": torch.ones(1)}, (torch.ones(1, 1), torch.ones(1, 1))
    loss = lambda phi, x, y: (phi["w"] * x - y).square().sum()  # noqa: E731
    with pytest.raises(ValueError, match=r"^`rate` must be positive, got 0\.0$"):
        maml.reptile_gradient(loss, phi, pair, pair, rate=0.0)
    assert maml.reptile_gradient(loss, phi, pair, pair, rate=0.5)["w"].tolist() == [0.0]


def test_head_learner_moves_the_output_layer_alone_and_as_descent_does():
    torch.manual_seed(0)
    model, batch = gradient_learner.HeadLearner(steps=2), episodes.episodes(glyphs(), seed(), tasks=1)
    images, labels = batch.support[0].flatten(0, 1)[:, None], torch.arange(5)
    found, start = model.fitted(images, labels), dict(model.learner.named_parameters())
    assert found.keys() == start.keys()
    assert all(found[name] is start[name] for name in start if not name.startswith("2."))
    head = nn.Linear(32, 5)
    head.load_state_dict(model.learner[2].state_dict())
    features, optimizer = model.learner[:2](images).detach(), torch.optim.SGD(head.parameters(), lr=0.5)
    for _ in range(2):
        optimizer.zero_grad()
        nn.functional.cross_entropy(head(features), labels).backward()
        optimizer.step()
    torch.testing.assert_close(found["2.weight"], head.weight)
    torch.testing.assert_close(found["2.bias"], head.bias)


def test_first_step_of_the_head_compares_with_prototypes_less_their_mean():
    torch.manual_seed(0)
    model = gradient_learner.HeadLearner(steps=1)
    batch = episodes.episodes(glyphs(), seed(), tasks=1, shots=2)
    asked = model.learner[:2](batch.query[0].flatten(0, 1)[:, None])
    centres = comparison.prototypes(model.learner[:2](batch.support[0].flatten(0, 1)[:, None]).unflatten(0, (5, 2)))
    expected = model.rate / 5 * asked @ (centres - centres.mean(0)).T
    torch.testing.assert_close(model(*batch)[0], expected, rtol=1e-4, atol=1e-5)


def test_siamese_network_asks_every_example_and_takes_the_most_probable_of_a_class():
    torch.manual_seed(0)
    model, batch = comparison.SiameseNetwork(), episodes.episodes(glyphs(), seed(), tasks=1, shots=2)
    support, query = (model.network(part.reshape(-1, 1, 16, 16)) for part in batch)
    for k, asked in enumerate(query):
        logits = torch.stack([(asked - known).abs() @ model.same.weight[0] + model.same.bias[0] for known in support])
        torch.testing.assert_close(model(*batch)[0, k], logits.view(5, 2).amax(1), rtol=1e-4, atol=1e-5)


def test_relation_network_sees_query_class_mean_and_their_distance():
    torch.manual_seed(0)
    model, batch = comparison.RelationNetwork(), episodes.episodes(glyphs(), seed(), tasks=1, shots=2)
    support, query = (model.network(part.reshape(-1, 1, 16, 16)) for part in batch)
    centres = support.view(5, 2, -1).mean(1)
    for k, asked in enumerate(query):
        beside = torch.stack([torch.cat([asked, centre, (asked - centre).abs()]) for centre in centres])
        torch.testing.assert_close(model(*batch)[0, k], model.relation(beside)[:, 0], rtol=1e-4, atol=1e-5)


def test_nearest_neighbour_says_squared_distances():
    support, query = torch.tensor([[[[[0.0]]], [[[3.0]]]]]), torch.tensor([[[[[1.0]]], [[[5.0]]]]])
    assert comparison.nearest_neighbour(support, query).tolist() == [[[-1.0, -4.0], [-25.0, -4.0]]]


def test_gradient_learner_with_zero_steps_is_its_network():
    model, batch = gradient_learner.GradientLearner(steps=0), episodes.episodes(glyphs(), seed(), tasks=2)
    expected = model.learner(batch.query.reshape(-1, 1, 16, 16)).view(2, 15, 5)
    torch.testing.assert_close(model(*batch), expected, rtol=1e-3, atol=1e-5)


def test_gates_of_the_lstm_meta_learner_agree_with_a_loop_over_coordinates():
    model = gradient_learner.LstmMetaLearner()
    with torch.no_grad():
        model.forget.copy_(torch.randn(5, generator=seed()))
        model.admit.copy_(torch.randn(5, generator=seed(1)))
    theta, slope = torch.randn(2, 4, generator=seed(2))
    previous, loss = torch.rand(2, 4, generator=seed(3)), torch.tensor(1.3)
    found = model.gates(theta, slope, loss, (previous[0], previous[1]))
    for gate, before, weights, bias in zip(found, previous, (model.forget, model.admit), (6.0, 0.0), strict=True):
        for j in range(4):
            seen = torch.stack([slope[j].abs().log() / 7, slope[j].sign(), loss, theta[j], before[j]])
            torch.testing.assert_close(gate[j], torch.sigmoid(weights @ seen + bias))


def test_lstm_meta_learner_with_constant_gates_is_the_first_order_learner():
    torch.manual_seed(0)
    model, batch = gradient_learner.LstmMetaLearner(), episodes.episodes(glyphs(), seed(), tasks=2)
    model.kept.data.fill_(50.0)
    torch.manual_seed(0)
    torch.testing.assert_close(model(*batch), gradient_learner.FirstOrderLearner()(*batch), rtol=1e-3, atol=1e-4)


def test_first_order_learner_answers_as_maml_and_has_another_gradient():
    batch, slopes, answers = episodes.episodes(glyphs(), seed(), tasks=2), [], []
    for kind in (gradient_learner.GradientLearner, gradient_learner.FirstOrderLearner):
        torch.manual_seed(0)
        model = kind()
        answers.append(model(*batch))
        episodes.episode_loss(model, batch).backward()
        slopes.append(model.learner[0][0].weight.grad)
    torch.testing.assert_close(*answers)
    assert (slopes[0] - slopes[1]).abs().max() > 1e-3 * slopes[0].abs().max()


def test_lstm_meta_learner_has_gradients_for_all_its_gates():
    torch.manual_seed(0)
    model, batch = gradient_learner.LstmMetaLearner(), episodes.episodes(glyphs(), seed(), tasks=2)
    episodes.episode_loss(model, batch).backward()
    for weights in (model.forget, model.admit, model.kept, model.rated):
        assert weights.grad.abs().min() > 0


def test_gates_of_the_lstm_meta_learner_pass_no_gradient_to_the_parameters_that_they_see():
    batch, slopes = episodes.episodes(glyphs(), seed(), tasks=2), []
    for cut in (torch.clone, torch.detach):
        torch.manual_seed(0)
        model = gradient_learner.LstmMetaLearner()
        model.forget.data, model.admit.data = torch.randn(2, 5, generator=seed(1)).unbind()
        gates = model.gates
        model.gates = lambda theta, *rest, gates=gates, cut=cut: gates(cut(theta), *rest)
        episodes.episode_loss(model, batch).backward()
        slopes.append(model.learner[0][0].weight.grad)
    assert (slopes[0] - slopes[1]).abs().max() < 1e-4 * slopes[0].abs().max()


def test_baseline_losses_of_momentum_agree_with_two_steps_by_hand():
    a, b = (part.double() for part in learned_optimizer.quadratics(3, seed()))
    found = learned_optimizer.baseline_losses(a, b, torch.optim.SGD, {"lr": 0.1, "momentum": 0.5}, horizon=2)
    first = learned_optimizer.quadratic_gradient(a, b, torch.zeros_like(b))
    second = learned_optimizer.quadratic_gradient(a, b, -0.1 * first)
    at = (0 * b, -0.1 * first, -0.1 * first - 0.1 * (0.5 * first + second))
    torch.testing.assert_close(found, torch.stack([learned_optimizer.quadratic_loss(a, b, theta) for theta in at]))


def test_trained_optimizer_moves_from_zero():
    model = learned_optimizer.trained_optimizer(seed(), steps=2, horizon=3)
    losses = model(*learned_optimizer.quadratics(5, seed(1)), horizon=3)
    assert losses.shape == (4, 5)
    assert (losses[1:] != losses[0]).all()


def test_sinusoids_have_the_amplitudes_and_phases_that_they_say():
    x, y = (part.double() for part in maml.sinusoids(4000, 10, seed()))
    waves = torch.cat([torch.sin(x), -torch.cos(x)], -1)  # A sin(x - phase) is linear in A cos(phase) and A sin(phase)
    parts = torch.linalg.lstsq(waves, y).solution
    torch.testing.assert_close(waves @ parts, y, atol=1e-4, rtol=0)
    amplitudes, phases = parts.norm(dim=1), torch.atan2(parts[:, 1], parts[:, 0])
    for found, (lowest, highest) in ((amplitudes, (0.1, 5)), (phases, (0, torch.pi)), (x, (-5, 5))):
        assert lowest - 1e-3 < found.min() < lowest + 0.02
        assert highest - 0.02 < found.max() < highest + 1e-3


def test_written_takes_what_erases_nothing_and_what_erases_all():
    m, w = torch.randn(4, 3, generator=seed(), dtype=F64), torch.tensor([0.0, 1.0, 0.0, 0.0], dtype=F64)
    erase = torch.tensor([0.0, 1.0, 1.0], dtype=F64)
    found = memory.written(m, w, erase, torch.ones(3, dtype=F64))
    assert found[1].tolist() == [m[1, 0].item() + 1, 1.0, 1.0]
    assert found[[0, 2, 3]].equal(m[[0, 2, 3]])


def test_matching_network_attends_to_examples_in_the_context_of_all():
    torch.manual_seed(0)
    model, batch = comparison.MatchingNetwork(), episodes.episodes(glyphs(), seed(), tasks=1, shots=2)
    support, query = (model.network(part.reshape(-1, 1, 16, 16))[None] for part in batch)
    keys = support + model.context(support)[0]
    cosines = nn.functional.cosine_similarity(model.read(query, keys)[:, :, None], keys[:, None], dim=-1)
    expected = (10 * cosines).softmax(-1).unflatten(-1, (5, 2)).sum(-1).log()
    torch.testing.assert_close(model(*batch), expected, rtol=1e-3, atol=1e-4)


def test_learned_optimizer_sees_the_size_and_the_sign_of_each_slope():
    torch.manual_seed(0)
    model, (a, b) = learned_optimizer.LearnedOptimizer(), learned_optimizer.quadratics(4, seed())
    slopes = learned_optimizer.quadratic_gradient(a, b, torch.zeros_like(b))
    assert (slopes < 0).any()
    moved = torch.empty_like(slopes)
    for k, slope in enumerate(slopes.flatten().tolist()):
        size, sign = torch.tensor(abs(slope)).log() / 7, 1.0 if slope > 0 else -1.0
        moved.flatten()[k] = 0.1 * model.update(model.cell(torch.tensor([[size, sign]]))[0])
    expected = [learned_optimizer.quadratic_loss(a, b, theta) for theta in (torch.zeros_like(b), moved)]
    torch.testing.assert_close(model(a, b, horizon=1), torch.stack(expected))


def test_trained_optimizer_takes_steps_of_adam_of_one_hundredth():
    start, moved = (learned_optimizer.trained_optimizer(seed(), steps=steps, horizon=3) for steps in (0, 1))
    steps = torch.cat([(a - b).abs().flatten() for a, b in zip(start.parameters(), moved.parameters(), strict=True)])
    assert steps.median().item() == pytest.approx(0.01, rel=1e-2)  # the first step of Adam is its rate
