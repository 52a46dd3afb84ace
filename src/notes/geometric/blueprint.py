"""The blueprint of geometric deep learning: equivariant layers, local pooling, and one invariant pooling at the end."""

from collections.abc import Sequence

from torch import Tensor, nn


class Blueprint(nn.Module):
    """Equivariant parts one after the other, then an invariant one, then a head that may be anything.

    Args:
        equivariant: layers and local poolings, each equivariant to the group.
        invariant: pooling over everything that the group moves.
        head: from the invariant features to the output.

    Example:
        ```python
        import torch
        from torch import nn
        from notes.geometric.blueprint import Blueprint

        mean = nn.AdaptiveAvgPool1d(1)
        model = Blueprint([nn.ReLU()], mean, nn.Flatten())
        x = torch.tensor([[[1.0, -2.0, 3.0]]])
        print(torch.equal(model(x), model(x.roll(1, -1))))
        #> True
        ```

    Reference: M. M. Bronstein, J. Bruna, T. Cohen and P. Veličković, Geometric Deep Learning, 2021, section 3.5.
    """

    def __init__(self, equivariant: Sequence[nn.Module], invariant: nn.Module, head: nn.Module) -> None:
        super().__init__()
        self.equivariant = nn.Sequential(*equivariant)
        self.invariant, self.head = invariant, head

    def forward(self, inputs: Tensor) -> Tensor:
        """The output, which no element of the group changes."""
        return self.head(self.invariant(self.equivariant(inputs)))
