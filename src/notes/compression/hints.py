"""Features as targets: a student's hidden layer is mapped to that of its teacher, which is as wide as it likes."""

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_squares


@jaxtyped(typechecker=beartype)
def hint_loss(
    student: Float[Tensor, "*examples narrow"],
    teacher: Float[Tensor, "*examples wide"],
    regressor: Float[Tensor, "wide narrow"],
) -> Float[Tensor, "*examples"]:
    r"""Half the squared distance of a teacher's features from what a linear map makes of the student's.

    $$\tfrac12 \lVert \chi - F \psi \rVert^2$$

    Args:
        student: features $\psi$ of the student, of any width.
        teacher: features $\chi$ of the teacher, taken as they are.
        regressor: the map $F$, trained with the student and then thrown away.

    Returns:
        One loss per example.

    Raises:
        ValueError: if an argument has no finite sum of squares.

    Reference: A. Romero et al., FitNets: Hints for Thin Deep Nets, 2015, equation 3.
    """
    require_squares(student=student, teacher=teacher, regressor=regressor)
    return (teacher - student @ regressor.T).square().sum(-1) / 2
