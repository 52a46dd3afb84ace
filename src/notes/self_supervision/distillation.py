"""Self-distillation: a student learns what its own average says, centred and sharpened."""

from copy import deepcopy

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_finite, require_positive, require_share, require_some, require_squares
from notes.self_supervision.linear_evaluation import frozen_features
from notes.self_supervision.methods import PROJECTION, Method


@jaxtyped(typechecker=beartype)
def distillation_loss(
    student: Float[Tensor, "n k"],
    teacher: Float[Tensor, "n k"],
    centre: Float[Tensor, " k"],
    *,
    temperatures: tuple[float, float] = (0.1, 0.04),
) -> Float[Tensor, " n"]:
    r"""Cross entropy of the student's probabilities under the teacher's, whose outputs are centred and sharpened.

    $$\ell = -\sum_j P_j \log \operatorname{softmax}_j(s / \tau), \qquad
    P = \operatorname{softmax}\bigl((t - c) / \tau'\bigr)$$

    Args:
        student: outputs s of the student for one view.
        teacher: outputs t of the teacher for the other view; no gradient reaches them.
        centre: c, what is taken off the teacher's outputs.
        temperatures: $\tau$ of the student and $\tau'$ of the teacher, both positive; the teacher is sharper if its
            temperature is lower.

    Returns:
        One loss per example, in nats.

    Raises:
        ValueError: if a temperature is not positive, or an argument is NaN or infinite, or so large that what a
            temperature makes of it is.

    Reference: M. Caron et al., Emerging Properties in Self-Supervised Vision Transformers, 2021.
    """
    require_finite(student=student, teacher=teacher, centre=centre)
    require_positive(temperatures=temperatures)
    soft, sharp = temperatures
    require_finite(student=student / soft, centre=(teacher - centre) / sharp)
    targets = ((teacher.detach() - centre) / sharp).softmax(1)
    return -(targets * (student / soft).log_softmax(1)).sum(1)


@jaxtyped(typechecker=beartype)
def moved_centre(centre: Float[Tensor, " k"], teacher: Float[Tensor, "n k"], *, decay: float) -> Float[Tensor, " k"]:
    r"""The centre after a batch: a moving average of the teacher's mean output.

    $$c \leftarrow \beta\, c + (1 - \beta)\, \bar t$$

    Args:
        centre: before the batch.
        teacher: outputs for the batch.
        decay: $\beta$, from 0 to 1; 1 leaves the centre where it is.

    Returns:
        The new centre, without gradient.

    Raises:
        ValueError: if `decay` is not from 0 to 1, there is no output, or an argument is NaN or infinite.
    """
    require_finite(centre=centre, teacher=teacher)
    require_some(teacher=teacher)
    require_share(decay=decay)
    return decay * centre + (1 - decay) * teacher.detach().mean(0)


class DINO(Method):
    r"""Self-distillation without labels: the teacher is the moving average of the student.

    Attributes:
        centre_decay: of the centre; 1 leaves it at zero, that is out.
        temperatures: of student and teacher; equal ones leave out the sharpening.

    Reference: M. Caron et al., Emerging Properties in Self-Supervised Vision Transformers, 2021.
    """

    DECAY = 0.95
    centre_decay = 0.9
    temperatures = (0.1, 0.04)

    def __init__(self, generator: torch.Generator) -> None:
        super().__init__(generator)
        self.teacher = deepcopy(nn.Sequential(self.encoder, self.projector)).requires_grad_(requires_grad=False)
        self.centre: Tensor
        self.register_buffer("centre", torch.zeros(PROJECTION))

    def move_teacher(self) -> None:
        """Bring the teacher's parameters nearer to the student's."""
        student = nn.Sequential(self.encoder, self.projector)
        for slow, fast in zip(self.teacher.parameters(), student.parameters(), strict=True):
            slow.lerp_(fast.detach(), 1 - self.DECAY)

    @jaxtyped(typechecker=beartype)
    def forward(self, first: Float[Tensor, "n 1 14 14"], second: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, ""]:
        """Mean loss of each view's student under the teacher of the other view; in training the centre follows."""
        if self.training:
            self.move_teacher()
        one, other = self.projected(first, second)
        targets = self.teacher(first), self.teacher(second)
        forth = distillation_loss(one, targets[1], self.centre, temperatures=self.temperatures)
        back = distillation_loss(other, targets[0], self.centre, temperatures=self.temperatures)
        if self.training:
            self.centre = moved_centre(self.centre, torch.cat(targets), decay=self.centre_decay)
        return (forth + back).mean()


@jaxtyped(typechecker=beartype)
def teacher_answers(method: DINO, images: Float[Tensor, "n 1 14 14"]) -> Float[Tensor, "n k"]:
    """What the teacher says of images: probabilities over its units, centred and sharpened.

    Args:
        method: trained or not; its mode of training is put back.
        images: any number of images.

    Returns:
        One distribution per image, without gradient.

    Raises:
        ValueError: if `images` has no finite sum of squares.
    """
    require_squares(images=images)
    outputs = frozen_features(method.teacher, images)
    return ((outputs - method.centre) / method.temperatures[1]).softmax(1)
