"""A task whose answers mean nothing, to see how much of what a probe reads it has learned by itself."""

import torch
from jaxtyping import Int, jaxtyped
from torch import Tensor

from notes.domain import beartype, require_sizes


@jaxtyped(typechecker=beartype)
def control_task(classes: int, generator: torch.Generator) -> Int[Tensor, " classes"]:
    r"""An answer, 0 or 1, for each class, drawn at random: half of the classes, or the smaller half, answer with 1.

    The answer to a sample is that of its class. A probe that does well has to know the classes, and nothing else.

    Args:
        classes: number of classes, at least 2.
        generator: source of randomness.

    Returns:
        One answer a class.

    Raises:
        ValueError: if there are fewer than two classes.

    Example:
        ```python
        import torch
        from notes.introduction.control_task import control_task

        answers = control_task(10, torch.Generator().manual_seed(0))
        print(answers.shape, answers.sum().item())
        #> torch.Size([10]) 5
        ```

    Reference: J. Hewitt and P. Liang, Designing and Interpreting Probes with Control Tasks, 2019.
    """
    require_sizes(2, classes=classes)
    places = torch.randperm(classes, generator=generator, device=generator.device)
    return (places < classes // 2).long()
