"""Experiments of chapter 15: every method under three kinds of noise, memorising, selecting, estimating the matrix."""

from statistics import mean as average

from torch import Generator, Tensor, randint

from notes.experiment import always, difference, experiment, mean, often, order
from notes.experiment.claims import Numbers
from notes.noisy_labels import estimation, methods
from notes.noisy_labels.harness import training_history
from notes.noisy_labels.instance import instance_task
from notes.noisy_labels.loss_mixture import clean_probabilities
from notes.noisy_labels.selection import keep_rate, selection_precision, small_loss_selection
from notes.noisy_labels.study import METHODS, comparison, early_stopped, out_of_sample
from notes.noisy_labels.suspects import cross_fitted_probabilities, suspects
from notes.noisy_labels.task import Task, digits_task
from notes.noisy_labels.transition import pair_flip_noise, symmetric_noise

READINGS = tuple(name for method in METHODS for name in method.readings)
NAMES = (READINGS[0], "early stopping", *READINGS[1:])
TRUSTING = ("learning to reweight", "trusted set alone")
EARLY = ("truncated GCE", "early-learning reg.", "small-loss selection", "co-teaching")

DRAWN = ("by class", "by digit")
NOISES = ("symmetric", "pairs")
SELECTORS = {"own": methods.small_loss, "crossed": methods.co_teaching}
ESTIMATES = ("anchor points", "confident learning")
MATRICES = {"symmetric": symmetric_noise(10, 0.4), "pairs": pair_flip_noise(10, 0.3)}


def sub_seeds(seed: int) -> list[int]:
    """A seed for the data and one for the first weights."""
    return randint(2**31, (2,), generator=Generator().manual_seed(seed)).tolist()


def accuracies(task: Task, seed: int) -> list[dict[str, float]]:
    """Test accuracy of every method in each run of the task, with 80 epochs and 64 hidden units."""
    found = comparison(task, epochs=80, hidden=64, seed=seed)
    found["early stopping"] = early_stopped(task, epochs=80, hidden=64, seed=seed)
    return [{name: found[name][place].item() for name in NAMES} for place in range(len(task))]


def early_gain(found: Numbers) -> float:
    """By how much the four methods that use the early phase exceed cross entropy, on average."""
    return average(found[name] for name in EARLY) - found["cross entropy"]


@experiment(
    "Every method under symmetric noise, 300 examples",
    always(
        "the four methods that use the early phase are each above cross entropy, at both rates",
        lambda run: all(run[f"{name} {rate}"] > run[f"cross entropy {rate}"] for name in EARLY for rate in (40, 60)),
    ),
    always(
        "each of the four gains more than the average of three networks, at both rates",
        lambda run: all(run[f"{name} {rate}"] > run[f"average of 3 {rate}"] for name in EARLY for rate in (40, 60)),
    ),
    often(
        "each of the four is above forward correction, at both rates",
        lambda run: all(
            run[f"{name} {rate}"] > run[f"forward correction {rate}"] for name in EARLY for rate in (40, 60)
        ),
    ),
    difference("early stopping 40", "cross entropy 40"),
    difference("early stopping 60", "cross entropy 60"),
    difference("truncated GCE 60", "early stopping 60"),
    difference("absolute error 40", "cross entropy 40"),
    difference("absolute error 60", "cross entropy 60"),
    difference("truncated GCE 60", "absolute error 60"),
    difference("average of 3 60", "cross entropy 60"),
    mean("lead of the trusted set 60", above=0),
    difference("trusted set alone 60", "learning to reweight 60"),
    panels={
        **{f"test accuracy, {rate} % wrong labels": tuple(f"{name} {rate}" for name in NAMES) for rate in (40, 60)},
        "difference of test accuracies": tuple(
            f"{what} {rate}" for what in ("gain of the early four", "lead of the trusted set") for rate in (40, 60)
        ),
    },
)
def symmetric(seed: int) -> dict[str, float]:
    """Test accuracy of every method after the last epoch, with 40 and 60 % symmetric noise."""
    data, weights = sub_seeds(seed)
    task = digits_task([symmetric_noise(10, rate) for rate in (0.4, 0.6)], [data], examples=300)
    numbers: dict[str, float] = {}
    for rate, found in zip((40, 60), accuracies(task, weights), strict=True):
        numbers |= {f"{name} {rate}": value for name, value in found.items()}
        numbers[f"gain of the early four {rate}"] = early_gain(found)
        rivals = [found[name] for name in NAMES if name not in TRUSTING]
        numbers[f"lead of the trusted set {rate}"] = found["trusted set alone"] - max(rivals)
    return numbers


@experiment(
    "Every method under 40 % pair flip, 300 examples",
    often(
        "forward correction is above every other method without trusted labels",
        lambda run: run["lead of forward correction"] > 0,
    ),
    mean("lead of forward correction", above=0),
    mean("gain of the early four", above=0),
    difference("trusted set alone", "truncated GCE"),
    difference("trusted set alone", "co-teaching"),
    panels={
        "test accuracy": NAMES,
        "difference of test accuracies": ("gain of the early four", "lead of forward correction"),
    },
)
def pair_flip(seed: int) -> dict[str, float]:
    """Test accuracy of every method after the last epoch, with 40 % pair-flip noise."""
    data, weights = sub_seeds(seed)
    (found,) = accuracies(digits_task([pair_flip_noise(10, 0.4)], [data], examples=300), weights)
    rivals = [found[name] for name in NAMES if name not in (*TRUSTING, "forward correction")]
    lead = found["forward correction"] - max(rivals)
    return found | {"gain of the early four": early_gain(found), "lead of forward correction": lead}


@experiment(
    "Every method when 40 % of the labels are wrong by the digit, and by its class alone, 300 examples",
    mean("gain of the early four by digit", above=0),
    difference("gain of the early four by class", "gain of the early four by digit"),
    difference("cross entropy by digit", "cross entropy by class"),
    often(
        "by digit each of the early four is above forward correction",
        lambda run: all(run[f"{name} by digit"] > run["forward correction by digit"] for name in EARLY),
    ),
    difference("truncated GCE by digit", "trusted set alone by digit"),
    panels={
        **{f"test accuracy, wrong labels {how}": tuple(f"{name} {how}" for name in NAMES) for how in DRAWN},
        "difference of test accuracies": tuple(f"gain of the early four {how}" for how in DRAWN),
    },
)
def instance(seed: int) -> dict[str, float]:
    """Test accuracy of every method after the last epoch, with labels by class and by digit, of one mean matrix."""
    data, weights = sub_seeds(seed)
    task = instance_task(0.4, data, Generator().manual_seed(weights))
    numbers: dict[str, float] = {}
    for how, found in zip(DRAWN, accuracies(task, weights), strict=True):
        numbers |= {f"{name} {how}": value for name, value in found.items()}
        numbers[f"gain of the early four {how}"] = early_gain(found)
    return numbers


@experiment(
    "First the pattern and then the noise, at 40 % symmetric noise",
    always("after 10 epochs most wrong labels are seen through", lambda run: run["seen through after 10 epochs"] > 0.5),
    always("after 120 epochs nearly all are memorised", lambda run: run["memorised after 120 epochs"] > 0.9),
    always(
        "the best test accuracy on the way exceeds the last by ten points",
        lambda run: run["best test accuracy"] > run["last test accuracy"] + 0.1,
    ),
    always(
        "small losses tell right labels from wrong best in between",
        lambda run: (
            run["precision after 20 epochs"] > max(run["precision after 0 epochs"], run["precision after 120 epochs"])
        ),
    ),
    order("precision after 20 epochs", "precision after 120 epochs", "precision after 0 epochs"),
    panels={
        "share of the wrong labels": tuple(
            f"{what} after {epochs} epochs" for what in ("seen through", "memorised") for epochs in (10, 120)
        ),
        "test accuracy": ("best test accuracy", "last test accuracy"),
        "precision of small-loss selection": tuple(f"precision after {epochs} epochs" for epochs in (0, 20, 120)),
    },
)
def memorising(seed: int) -> dict[str, float]:
    """What cross entropy makes of wrong labels, and what its losses say of them, early and late."""
    data, weights = sub_seeds(seed)
    task = digits_task([symmetric_noise(10, 0.4)], [data])
    history = training_history(methods.cross_entropy, task, epochs=120, every=5, seed=weights)
    wrong, tested = ~task.clean, history.test_accuracies
    numbers = {"best test accuracy": tested.max().item(), "last test accuracy": tested[-1].item()}
    for epochs in (10, 120):
        predictions = history.predictions[history.epochs.index(epochs)]
        numbers[f"seen through after {epochs} epochs"] = (predictions == task.truth)[wrong].float().mean().item()
        numbers[f"memorised after {epochs} epochs"] = (predictions == task.labels)[wrong].float().mean().item()
    for epochs in (0, 20, 120):
        chosen = small_loss_selection(history.losses[history.epochs.index(epochs)], 1 - task.noise)
        numbers[f"precision after {epochs} epochs"] = selection_precision(chosen, task.clean).item()
    return numbers


@experiment(
    "Own selection and crossed, at 60 % symmetric noise and 40 % pair flip",
    always(
        "either selection is cleaner than a random one, under both noises",
        lambda run: (
            min(run["own precision symmetric"], run["crossed precision symmetric"]) > 0.4
            and min(run["own precision pairs"], run["crossed precision pairs"]) > 0.6
        ),
    ),
    mean("precision gained by crossing symmetric", above=-0.05, below=0.05),
    mean("precision gained by crossing pairs", above=-0.05, below=0.05),
    panels={
        "precision after the last epoch": tuple(f"{who} precision {noise}" for noise in NOISES for who in SELECTORS),
        "test accuracy after the last epoch": tuple(
            f"{who} test accuracy {noise}" for noise in NOISES for who in SELECTORS
        ),
        "difference of precisions": tuple(f"precision gained by crossing {noise}" for noise in NOISES),
    },
)
def crossing(seed: int) -> dict[str, float]:
    """Precision and test accuracy of two networks that select for themselves, or each for the other."""
    data, weights = sub_seeds(seed)
    task = digits_task([symmetric_noise(10, 0.6), pair_flip_noise(10, 0.4)], [data]).repeated(2)
    numbers = {}
    for who, method in SELECTORS.items():
        history = training_history(method, task, epochs=120, hidden=64, every=120, seed=weights)
        tested = history.test_accuracies[-1].view(2, -1).mean(0).tolist()
        precise = last_precisions(history.losses[-1], task).view(2, -1).mean(0).tolist()
        for noise, accuracy, precision in zip(NOISES, tested, precise, strict=True):
            numbers[f"{who} precision {noise}"], numbers[f"{who} test accuracy {noise}"] = precision, accuracy
    for noise in NOISES:
        gained = numbers[f"crossed precision {noise}"] - numbers[f"own precision {noise}"]
        numbers[f"precision gained by crossing {noise}"] = gained
    return numbers


def last_precisions(losses: Tensor, task: Task) -> Tensor:
    """Precision of what every network selects once the keep rate has stopped falling."""
    selected = small_loss_selection(losses, keep_rate(methods.WARM_UP, task.noise, methods.WARM_UP))
    return selection_precision(selected, task.clean)


@experiment(
    "The transition matrix from 1000 noisy labels",
    always(
        "either estimate errs by less than half as much as knowing nothing does",
        lambda run: all(
            run[f"{how} {noise}"] < run[f"knowing nothing {noise}"] / 2 for how in ESTIMATES for noise in MATRICES
        ),
    ),
    panels={
        "mean error of an entry": tuple(f"{how} {noise}" for noise in MATRICES for how in ESTIMATES),
    },
)
def estimates(seed: int) -> dict[str, float]:
    """Mean error of both estimates of the matrix, for 40 % symmetric noise and 30 % pair flip."""
    data, weights = sub_seeds(seed)
    generator = Generator().manual_seed(weights)
    task = digits_task(list(MATRICES.values()), [data], examples=1000)
    scores, labels = out_of_sample(task, generator, seed=weights)
    numbers = {}
    for noise, true, score, observed in zip(MATRICES, task.transition, scores, labels, strict=True):
        found = (estimation.anchor_point_estimate(score), estimation.confident_learning_estimate(score, observed))
        for how, estimate in zip(ESTIMATES, found, strict=True):
            numbers[f"{how} {noise}"] = (estimate - true).abs().mean().item()
        numbers[f"knowing nothing {noise}"] = (true - 0.1).abs().mean().item()
    return numbers


@experiment(
    "Right labels told from wrong ones at 40 % of either noise, 500 examples, 20 epochs",
    difference("mixture symmetric", "known rate symmetric"),
    difference("known rate pairs", "mixture pairs"),
    always("under symmetric noise most suspects have wrong labels", lambda run: run["wrong suspects symmetric"] > 0.5),
    difference("wrong suspects symmetric", "wrong suspects pairs"),
    panels={
        "share kept": tuple(f"kept {noise}" for noise in NOISES),
        "precision of what is kept": tuple(f"{how} {noise}" for noise in NOISES for how in ("mixture", "known rate")),
        "wrong labels among the suspects, and suspects among the wrong labels": tuple(
            f"{what} {noise}" for noise in NOISES for what in ("wrong suspects", "found")
        ),
    },
)
def telling(seed: int) -> dict[str, float]:
    """Precision of a mixture's choice and of the known rate's, and of the suspects of confident learning."""
    data, weights = sub_seeds(seed)
    task = digits_task([symmetric_noise(10, 0.4), pair_flip_noise(10, 0.4)], [data])
    losses = training_history(methods.cross_entropy, task, epochs=20, every=20, seed=weights).losses[-1]
    by_rate = selection_precision(small_loss_selection(losses, 1 - task.noise), task.clean)
    predicted, numbers = cross_fitted_probabilities(task, seed=weights), {}
    for place, noise in enumerate(NOISES):
        kept, clean = clean_probabilities(losses[place]) > 0.5, task.clean[place]
        listed = suspects(predicted[place], task.labels[place])
        numbers[f"kept {noise}"] = kept.float().mean().item()
        numbers[f"mixture {noise}"] = selection_precision(kept, clean).item()
        numbers[f"known rate {noise}"] = by_rate[place].item()
        numbers[f"wrong suspects {noise}"] = (~clean[listed]).float().mean().item()
        numbers[f"found {noise}"] = ((~clean[listed]).sum() / (~clean).sum()).item()
    return numbers
