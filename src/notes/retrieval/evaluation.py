r"""What can be measured of answers without the right ones: whether they agree, and whether they follow the passage."""

from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_some


@jaxtyped(typechecker=beartype)
def agreement(one: Int64[Tensor, "questions"], other: Int64[Tensor, "questions"]) -> Float[Tensor, ""]:
    r"""Share of the questions to which two systems give the same answer.

    $$\frac1n \sum_{i=1}^{n} \mathbb{1}[y_i = y'_i]$$

    Args:
        one: the answers of one system, as numbers.
        other: those of the other, or of the same one asked again.

    Returns:
        A number from 0 to 1.

    Raises:
        ValueError: if there is no question.

    Example:
        ```python
        import torch
        from notes.retrieval.evaluation import agreement

        print(agreement(torch.tensor([1, 2, 3, 4]), torch.tensor([1, 2, 3, 9])).item())
        #> 0.75
        ```
    """
    require_some(one=one)
    return (one == other).float().mean()


@jaxtyped(typechecker=beartype)
def faithfulness(answers: Int64[Tensor, "questions"], stated: Int64[Tensor, "questions"]) -> Float[Tensor, ""]:
    r"""Share of the answers that are what the passage says, where passages say something else than is known.

    $$\frac1n \sum_{i=1}^{n} \mathbb{1}[y(x_i, z'_i) = y(z'_i)]$$

    Args:
        answers: what was answered from passages $z'_i$ that were written anew, as numbers.
        stated: what these passages state, $y(z'_i)$.

    Returns:
        A number from 0 to 1.

    Raises:
        ValueError: if there is no question.

    Example:
        ```python
        import torch
        from notes.retrieval.evaluation import faithfulness

        print(faithfulness(torch.tensor([5, 6]), torch.tensor([5, 7])).item())
        #> 0.5
        ```
    """
    require_some(answers=answers)
    return (answers == stated).float().mean()
