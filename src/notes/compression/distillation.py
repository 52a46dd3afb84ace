"""Knowledge distillation: a small network learns from what a large one believes about every class."""

from jaxtyping import Float, Int, jaxtyped
from torch import Tensor

from notes.compression.stacked import Loss, Networks, logits
from notes.data import Dataset
from notes.domain import beartype, require_below, require_finite, require_positive, require_shape, require_some


@jaxtyped(typechecker=beartype)
def soft_targets(teacher: Float[Tensor, "*examples classes"], temperature: float) -> Float[Tensor, "*examples classes"]:
    r"""Probabilities of a teacher at a temperature.

    $$\pi_i = \frac{e^{v_i / T}}{\sum_j e^{v_j / T}}$$

    Args:
        teacher: its logits $v_k$.
        temperature: $T$, positive; one leaves the probabilities as they are, more makes them more even.

    Returns:
        One distribution per example.

    Raises:
        ValueError: if `temperature` is not positive, or a logit is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.compression.distillation import soft_targets

        logits = torch.tensor([8.0, 4.0, 0.0])
        print([round(share, 3) for share in soft_targets(logits, 1.0).tolist()])
        #> [0.982, 0.018, 0.0]
        print([round(share, 3) for share in soft_targets(logits, 4.0).tolist()])
        #> [0.665, 0.245, 0.09]
        ```

    Reference: G. Hinton, O. Vinyals and J. Dean, Distilling the Knowledge in a Neural Network, 2015.
    """
    require_finite(teacher=teacher)
    require_positive(temperature=temperature)
    return (teacher / temperature).softmax(-1)


@jaxtyped(typechecker=beartype)
def soft_loss(
    student: Float[Tensor, "*examples classes"], teacher: Float[Tensor, "*examples classes"], temperature: float
) -> Float[Tensor, "*examples"]:
    r"""Cross entropy of the student under the soft targets, both at one temperature, times its square.

    $$-T^2 \sum_i \pi_i \log p_i, \qquad p_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}$$

    Args:
        student: its logits $z_k$.
        teacher: the teacher's logits $v_k$.
        temperature: $T$, positive.

    Returns:
        One loss per example, in nats times the square of the temperature, so that its gradient keeps its size.

    Raises:
        ValueError: if `temperature` is not positive, or a logit is NaN or infinite.

    Reference: G. Hinton, O. Vinyals and J. Dean, Distilling the Knowledge in a Neural Network, 2015.
    """
    require_finite(student=student, teacher=teacher)
    targets = soft_targets(teacher, temperature)
    return -(temperature**2) * (targets * (student / temperature).log_softmax(-1)).sum(-1)


@jaxtyped(typechecker=beartype)
def distillation_loss(
    student: Float[Tensor, "*examples classes"],
    teacher: Float[Tensor, "*examples classes"],
    targets: Int[Tensor, "*examples"],
    temperature: float,
    hard_share: float,
) -> Float[Tensor, "*examples"]:
    r"""Soft loss and cross entropy with the labels, mixed.

    $$\lambda \left( -\log p_y^{(T = 1)} \right) + (1 - \lambda) \left( -T^2 \sum_i \pi_i \log p_i \right)$$

    Args:
        student: its logits.
        teacher: the teacher's logits.
        targets: the labels $y$.
        temperature: $T$, positive.
        hard_share: $\lambda$, from 0 (teacher alone) to 1 (labels alone).

    Returns:
        One loss per example.

    Raises:
        ValueError: if `temperature` is not positive, `hard_share` or a label is out of range, or a logit is NaN or
            infinite.

    Reference: G. Hinton, O. Vinyals and J. Dean, Distilling the Knowledge in a Neural Network, 2015.
    """
    if not 0 <= hard_share <= 1:
        raise ValueError(f"`hard_share` must be from 0 to 1, got {hard_share}")
    require_finite(student=student)
    require_below(student.shape[-1], targets=targets)
    hard = -student.log_softmax(-1).gather(-1, targets[..., None])[..., 0]
    return hard_share * hard + (1 - hard_share) * soft_loss(student, teacher, temperature)


@jaxtyped(typechecker=beartype)
def distillation(
    data: Dataset, teacher: Float[Tensor, "networks examples classes"], temperature: float, hard_share: float = 0.0
) -> Loss:
    """The loss of a stack of students: mean distillation loss over the rows of a batch, one per student.

    Args:
        data: flat inputs with their classes.
        teacher: the teacher's logits, of shape (students or 1, examples, classes).
        temperature: positive.
        hard_share: share of the labels, from 0 to 1.

    Returns:
        The loss, a function of the students and the rows.

    Raises:
        ValueError: if `teacher` is empty.
    """

    require_some(teacher=teacher)

    def losses(students: Networks, rows: Tensor) -> Tensor:
        scores = logits(students, data.inputs[rows])
        require_shape((len(teacher), len(data), scores.shape[-1]), teacher=teacher)
        require_below(len(data), rows=rows)
        believed, labels = teacher[:, rows].expand_as(scores), data.targets[rows].expand(scores.shape[:-1])
        return distillation_loss(scores, believed, labels, temperature, hard_share).mean(-1)

    return losses
