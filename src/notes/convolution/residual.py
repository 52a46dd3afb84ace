"""Blocks of two convolutions: plain, residual as first published, and residual with the activation in front."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn
from torch.nn.functional import relu

from notes.domain import beartype, require_finite, require_sizes


@jaxtyped(typechecker=beartype)
def convolution_3x3(inputs: int, outputs: int, stride: int = 1) -> nn.Conv2d:
    """A convolution that keeps the size of an image, or divides it by the stride; without bias, as BN follows.

    Args:
        inputs: input channels.
        outputs: output channels.
        stride: step from place to place.

    Returns:
        The layer.

    Raises:
        ValueError: if `inputs` or `outputs` is below 1.
    """
    require_sizes(inputs=inputs, outputs=outputs)
    return nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)


class PlainBlock(nn.Module):
    r"""Two convolutions with batch normalisation: $y = a(f(x))$.

    Args:
        inputs: input channels.
        outputs: output channels.
        stride: step of the first convolution.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        require_sizes(inputs=inputs, outputs=outputs, stride=stride)
        super().__init__()
        self.transformation = nn.Sequential(
            convolution_3x3(inputs, outputs, stride),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            convolution_3x3(outputs, outputs),
            nn.BatchNorm2d(outputs),
        )

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch inputs height width"]) -> Float[Tensor, "batch outputs high wide"]:
        """The transformed image."""
        return relu(self.transformation(x))


class Shortcut(nn.Module):
    """The identity, or where the shape changes, the image subsampled with channels of zeros behind: no parameters.

    Args:
        inputs: input channels.
        outputs: output channels, at least as many.
        stride: step from place to place.

    Raises:
        ValueError: if `outputs` is smaller than `inputs`.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        require_sizes(stride=stride)
        super().__init__()
        if outputs < inputs:
            raise ValueError(f"`outputs` must be at least `inputs`, {inputs}, got {outputs}")
        self.added, self.stride = outputs - inputs, stride

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch inputs height width"]) -> Float[Tensor, "batch outputs high wide"]:
        """Every stride-th place, and zeros."""
        return nn.functional.pad(x[..., :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.added))


class PostActivationBlock(PlainBlock):
    r"""The plain block plus a shortcut around it: $y = a(x + f(x))$.

    Args:
        inputs: input channels.
        outputs: output channels.
        stride: step of the first convolution and of the shortcut.

    Reference: K. He et al., Deep Residual Learning for Image Recognition, 2016, section 3.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        require_sizes(inputs=inputs, outputs=outputs, stride=stride)
        super().__init__(inputs, outputs, stride)
        self.shortcut = Shortcut(inputs, outputs, stride)

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch inputs height width"]) -> Float[Tensor, "batch outputs high wide"]:
        """Activation of the sum of the image and its transformation."""
        return relu(self.shortcut(x) + self.transformation(x))


class PreActivationBlock(nn.Module):
    r"""Normalisation and activation before each convolution, and nothing after the sum: $y = x + f(x)$.

    Args:
        inputs: input channels.
        outputs: output channels.
        stride: step of the first convolution and of the shortcut.

    Reference: K. He et al., Identity Mappings in Deep Residual Networks, 2016, figure 1b.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, outputs: int, stride: int = 1):
        require_sizes(inputs=inputs, stride=stride)
        super().__init__()
        self.shortcut = Shortcut(inputs, outputs, stride)
        self.transformation = nn.Sequential(
            nn.BatchNorm2d(inputs),
            nn.ReLU(),
            convolution_3x3(inputs, outputs, stride),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            convolution_3x3(outputs, outputs),
        )

    @jaxtyped(typechecker=beartype)
    def forward(self, x: Float[Tensor, "batch inputs height width"]) -> Float[Tensor, "batch outputs high wide"]:
        """The image plus its transformation."""
        return self.shortcut(x) + self.transformation(x)


@jaxtyped(typechecker=beartype)
def path_expansion(slopes: Float[Tensor, "blocks"]) -> Float[Tensor, "paths"]:
    r"""The contributions of all paths through residual blocks $x \mapsto x + a_k x$: each block is taken or skipped.

    $$\prod_{k=1}^{n} (1 + a_k) = \sum_{T \subseteq \{1, \dots, n\}} \prod_{k \in T} a_k$$

    Args:
        slopes: $a_k$, one per block.

    Returns:
        One product per path, $2^n$ of them; their sum is the slope of the whole.

    Raises:
        ValueError: if `slopes` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.convolution.residual import path_expansion

        print(path_expansion(torch.tensor([0.5, 2.0])).tolist())
        #> [1.0, 2.0, 0.5, 1.0]
        ```

    Reference: A. Veit, M. Wilber and S. Belongie, Residual Networks Behave Like Ensembles of Relatively Shallow
        Networks, 2016.
    """
    require_finite(slopes=slopes)
    paths = torch.ones(1, dtype=slopes.dtype, device=slopes.device)
    for slope in slopes.flip(0):
        paths = torch.cat([paths, slope * paths])
    return paths
