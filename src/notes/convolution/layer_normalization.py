"""Layer and group normalisation: statistics of one example, which no other example of the batch can change."""

from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_not_negative, require_sizes, require_squares


@jaxtyped(typechecker=beartype)
def layer_normalized(x: Float[Tensor, "*places features"], epsilon: float = 1e-5) -> Float[Tensor, "*places features"]:
    r"""Activations minus the mean of their own place, over the standard deviation there.

    $$\hat h_i = \frac{h_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

    Args:
        x: activations; mean and variance are taken over the last axis, which holds two features at least.
        epsilon: keeps the division defined where all features are equal; not negative.

    Returns:
        Normalised activations, without the scale and the shift that are learned.

    Raises:
        ValueError: if there are fewer than two features, whose variance would be zero whatever they are, or `epsilon`
            is negative, or 0 where all features are equal, or the squares of `x` have no finite sum.

    Example:
        ```python
        import torch
        from notes.convolution.layer_normalization import layer_normalized

        print(layer_normalized(torch.tensor([[1.0, 3.0], [10.0, 30.0]]), 0.0).tolist())
        #> [[-1.0, 1.0], [-1.0, 1.0]]
        ```

    Reference: J. L. Ba, J. R. Kiros and G. E. Hinton, Layer Normalization, 2016, equation 3.
    """
    if x.shape[-1] < 2:
        raise ValueError(f"`x` must hold two features per place, got {tuple(x.shape)}")
    require_squares(x=x)
    require_not_negative(epsilon=epsilon)
    centred = x - x.mean(-1, keepdim=True)
    variance = centred.square().mean(-1, keepdim=True)
    require(variance + epsilon > 0, "epsilon", "positive where all features are equal", epsilon)
    return centred / (variance + epsilon).sqrt()


@jaxtyped(typechecker=beartype)
def group_normalized(
    x: Float[Tensor, "batch channels *space"], groups: int, epsilon: float = 1e-5
) -> Float[Tensor, "batch channels *space"]:
    r"""Activations minus the mean of their group of channels in their own example, over the standard deviation there.

    With one group all channels share their statistics; with as many groups as channels it is instance normalisation.

    Args:
        x: activations.
        groups: number of groups, which divides the channels.
        epsilon: keeps the division defined where a group is constant; not negative.

    Returns:
        Normalised activations, without the scale and the shift that are learned.

    Raises:
        ValueError: if the groups do not divide the channels, or what `layer_normalized` refuses.

    Reference: Y. Wu and K. He, Group Normalization, 2018, equations 1 to 7.
    """
    require_sizes(groups=groups)
    if x.shape[1] % groups:
        raise ValueError(f"`groups` must divide the {x.shape[1]} channels, got {groups}")
    members = x.unflatten(1, (groups, -1)).flatten(2)
    return layer_normalized(members, epsilon).reshape(x.shape)
