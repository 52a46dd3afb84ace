"""From one noisy data set to a list of labels to look at again: cross-fitted predictions, and what contradicts them."""

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_sizes
from notes.losses.categorical import categorical_nll
from notes.noisy_labels.estimation import confident_joint
from notes.noisy_labels.harness import Objective, training_history
from notes.noisy_labels.methods import mean_loss
from notes.noisy_labels.stack import stack_logits
from notes.noisy_labels.task import Task


@jaxtyped(typechecker=beartype)
def cross_fitted_probabilities(
    task: Task, folds: int = 4, *, epochs: int = 20, seed: int = 0
) -> Float[Tensor, "runs examples classes"]:
    """Predictions for every training example by a network that was trained without its fold.

    Args:
        task: the data of every run.
        folds: number of parts into which the examples are dealt out in turn, from two to the number of examples.
        epochs: number of steps, few enough that the noise is not memorised.
        seed: of the first weights.

    Returns:
        Probabilities, without gradient.

    Raises:
        ValueError: if `folds` is below 2 or above the number of examples, or `epochs` is below 1.

    Example:
        ```python
        from notes.noisy_labels.suspects import cross_fitted_probabilities
        from notes.noisy_labels.task import digits_task
        from notes.noisy_labels.transition import symmetric_noise

        task = digits_task([symmetric_noise(10, 0.2)], seeds=[0], examples=200)
        read = cross_fitted_probabilities(task, folds=2).argmax(-1)
        print(bool((read == task.truth).float().mean() > 0.6))
        #> True
        ```

    Reference: C. G. Northcutt, L. Jiang and I. L. Chuang, Confident Learning: Estimating Uncertainty in Dataset Labels,
    2021.
    """
    require_sizes(least=2, folds=folds)
    examples = task.labels.shape[-1]
    require(folds <= examples, "folds", f"at most {examples}, the number of examples", folds)
    fold = torch.arange(examples) % folds
    predicted = torch.empty(*task.labels.shape, task.transition.shape[-1])
    for number in range(folds):
        kept = fold != number
        history = training_history(_fitting(kept), task, epochs=epochs, every=epochs, seed=seed)
        with torch.no_grad():
            predicted[:, ~kept] = stack_logits(history.stack, task.inputs[:, ~kept]).softmax(-1)
    return predicted


@jaxtyped(typechecker=beartype)
def suspects(
    probabilities: Float[Tensor, "examples classes"], labels: Int64[Tensor, "examples"]
) -> Int64[Tensor, "suspects"]:
    r"""Examples whose label is most contradicted, as many as the confident joint counts off its diagonal.

    The order is by the margin, least first: by how much the probability of the label leads that of the best other
    class.

    $$\hat p_{\tilde y}(x) - \max_{k \ne \tilde y} \hat p_k(x)$$

    Args:
        probabilities: predicted probabilities, of examples that were not trained on; two classes or more.
        labels: observed labels.

    Returns:
        The numbers of the examples, the most suspect first.

    Raises:
        ValueError: if there are fewer than two classes, a label is no class, a class has no example, or a probability
            is not from 0 to 1.

    Example:
        ```python
        import torch
        from notes.noisy_labels.suspects import suspects

        probabilities = torch.tensor([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.8, 0.2]])
        print(suspects(probabilities, torch.tensor([0, 0, 1, 1])).tolist())
        #> [3]
        ```

    Reference: C. G. Northcutt, L. Jiang and I. L. Chuang, Confident Learning: Estimating Uncertainty in Dataset Labels,
    2021.
    """
    require_sizes(least=2, classes=probabilities.shape[1])
    joint = confident_joint(probabilities, labels)
    count = int(joint.sum() - joint.trace())
    own = torch.nn.functional.one_hot(labels, len(joint)).bool()
    margin = probabilities[own] - probabilities.masked_fill(own, -torch.inf).amax(-1)
    return margin.argsort(stable=True)[:count]


def _fitting(kept: Tensor) -> Objective:
    """Cross entropy on the examples that are kept."""
    return mean_loss(lambda logits, task: categorical_nll(logits[:, kept], task.labels[:, kept]))
