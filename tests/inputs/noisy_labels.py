"""How to call what chapter 15 teaches."""

from tests.inputs.case import case, given, ramp, seed
from torch import Tensor

from notes.losses.categorical import categorical_nll
from notes.noisy_labels import harness, methods, reweighting, stack, study, suspects, task, transition

LABELS = given([[0, 1, 2, 1, 0, 2], [2, 1, 0, 0, 1, 2]])
THREE = given([[0.75, 0.125, 0.125], [0.25, 0.625, 0.125], [0.125, 0.25, 0.625]])
SIX = given([0, 1, 2, 1, 0, 2])
SIX_SHARES = given(
    [[0.5, 0.25, 0.25], [0.0, 0.5, 0.5], [1.0, 0.0, 0.0], [0.25, 0.75, 0.0], [0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]
)
LABELS_OF_TWO = given([[0, 1], [2, 2], [1, 0], [1, 1], [0, 0], [2, 1]])


def transitions() -> Tensor:
    return THREE().expand(2, 3, 3)


def small_task() -> task.Task:
    inputs, labels = ramp(2, 6, 4)(), LABELS()
    few, some = (inputs[:, :2], labels[:, :2]), (inputs[:, :4], labels[:, :4])
    return task.Task(inputs, labels, labels, transitions(), *few, *some)


def networks() -> stack.Stack:
    return stack.initial_stack(2, (4, 3, 3), seed())


def history(epochs: int, hidden: int, every: int, rate: float) -> harness.History:
    settings = {"epochs": epochs, "hidden": hidden, "every": every, "rate": rate}
    return harness.training_history(methods.cross_entropy, small_task(), **settings)


def of_task(objective: harness.Objective) -> Tensor:
    return objective(networks(), small_task(), 1)


def losses(parameters: tuple[Tensor, ...]) -> Tensor:
    return parameters[0].square()


def trusted(parameters: tuple[Tensor, ...]) -> Tensor:
    return parameters[0].sum()


def probabilities() -> Tensor:
    return ramp(6, 3)().sin().softmax(-1)


def gradient(rate: float) -> Tensor:
    return reweighting.meta_gradient(losses, trusted, [ramp(4)().requires_grad_()], rate)


def early(strength: float, momentum: float) -> Tensor:
    return of_task(methods.early_learning(strength, momentum))


def mixed(alpha: float) -> Tensor:
    return of_task(methods.mixup(alpha))


def withheld(count: int) -> Tensor:
    return of_task(methods.withholding(count))


def averaged() -> Tensor:
    return of_task(methods.mean_loss(lambda logits, one: categorical_nll(logits, one.labels)))


def compared(epochs: int, hidden: int) -> dict[str, Tensor]:
    return study.comparison(small_task(), epochs=epochs, hidden=hidden)


def stopped(epochs: int, hidden: int) -> Tensor:
    return study.early_stopped(small_task(), epochs=epochs, hidden=hidden)


def cross_fitted(folds: int, epochs: int) -> Tensor:
    return suspects.cross_fitted_probabilities(small_task(), folds, epochs=epochs)


def held_out(epochs: int) -> tuple[Tensor, Tensor]:
    return study.out_of_sample(small_task(), seed(), epochs=epochs)


HALF = dict.fromkeys(["half", "bfloat16"], "that networks are of half precision is said of their `logits`")
FAR = {"rate: large": "after a step of 1e30 it is the loss that says that `logits` are infinite"}
GIVEN = {
    "transition": THREE,
    "labels": SIX,
    "logits": ramp(6, 3),
    "probabilities": probabilities,
    "targets": lambda: probabilities().flip(0),
    "task": small_task,
    "stack": networks,
    "_epoch": given(1),
    "_": given(1),
    "epoch": given(1),
    "losses": given(losses),
    "trusted_loss": given(trusted),
}
CASES = {
    "annotators.label_posterior": case(
        labels=given([[0, 1], [2, 2], [1, 0]]), prior=given([0.5, 0.25, 0.25]), confusions=transitions
    ),
    "annotators.annotator_confusions": case(labels=LABELS_OF_TWO, posterior=SIX_SHARES),
    "annotators.dawid_skene": case(labels=LABELS_OF_TWO, classes=given(3), steps=given(2)),
    "benchmarks.accuracy_on_clean_labels": case(measured=given([0.5, 0.75]), classes=given(10), rate=given(0.25)),
    "harness.training_history": case(
        call=history, epochs=given(2), hidden=given(3), every=given(1), rate=given(0.25), known=FAR
    ),
    "harness.accuracy": case(predictions=LABELS, labels=LABELS),
    "methods.backward_correction": case(known=HALF),
    "methods.reweighted": case(call=lambda: of_task(methods.reweighted)),
    "methods.mean_loss": case(call=averaged),
    "methods.withholding": case(call=withheld, count=given(2)),
    "methods.early_learning": case(call=early, strength=given(4.0), momentum=given(0.75)),
    "methods.mixup": case(call=mixed, alpha=given(8.0)),
    "instance.doubtful_readings": case(labels=given([2, 2, 2, 1, 2, 2]), rate=given(0.5)),
    "instance.mean_transition": case(readings=SIX_SHARES),
    "instance.instance_task": case(rate=given(0.5), seed=given(1), drawn=True),
    "loss_mixture.component_posterior": case(
        losses=ramp(6), weights=given([0.25, 0.75]), means=given([0.0, 1.0]), variances=given([0.5, 1.0])
    ),
    "loss_mixture.clean_probabilities": case(losses=ramp(6), steps=given(2)),
    "mixing.mixed_inputs": case(weights=ramp(4)),
    "mixing.mixed_loss": case(partner_labels=lambda: SIX().flip(0), weights=given([0.5, 0.25, 1.0, 0.0, 0.75, 0.125])),
    "reweighting.meta_gradient": case(call=gradient, rate=given(0.5)),
    "risk.zero_one_risk": case(joint=given([[0.25, 0.125], [0.5, 0.125]]), classifier=given([0, 1])),
    "risk.empirical_error": case(predictions=LABELS, labels=LABELS),
    "selection.small_loss_selection": case(losses=ramp(2, 6), share=given([0.5, 0.25])),
    "stack.initial_stack": case(widths=given((4, 3, 2))),
    "stack.stack_logits": case(inputs=ramp(2, 6, 4)),
    "study.comparison": case(call=compared, epochs=given(1), hidden=given(2)),
    "study.early_stopped": case(call=stopped, epochs=given(2), hidden=given(2)),
    "study.out_of_sample": case(call=held_out, epochs=given(1), drawn=True),
    "suspects.cross_fitted_probabilities": case(call=cross_fitted, folds=given(2), epochs=given(1)),
    "task.Task": case(
        inputs=ramp(2, 6, 4),
        truth=LABELS,
        labels=LABELS,
        transition=transitions,
        trusted_inputs=ramp(2, 3, 4),
        trusted_labels=lambda: LABELS()[:, :3],
        test_inputs=ramp(2, 2, 4),
        test_labels=lambda: LABELS()[:, :2],
        entrywise=True,
    ),
    "task.digits_task": case(
        transitions=lambda: [transition.pair_flip_noise(10, 0.25)],
        seeds=given((1,)),
        examples=given(20),
        trusted=given(5),
    ),
    "transition.noisy_distribution": case(clean=given([0.5, 0.25, 0.25])),
    "voting.averaged_prediction": case(probabilities=lambda: probabilities()[None].repeat(2, 1, 1)),
    "voting.majority_vote": case(probabilities=lambda: probabilities()[None].repeat(2, 1, 1)),
}
