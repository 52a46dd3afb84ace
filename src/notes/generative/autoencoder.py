r"""Autoencoders: reconstruction, the identity that it invites, a noisy input against it, and a sparse code."""

from collections.abc import Callable

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import (
    beartype,
    require,
    require_decomposable,
    require_finite,
    require_not_negative,
    require_shape,
    require_sizes,
    require_some,
    require_squares,
)
from notes.generative.players import network


@jaxtyped(typechecker=beartype)
def linear_reconstruction(
    inputs: Float[Tensor, "examples coordinates"], code: int
) -> Float[Tensor, "examples coordinates"]:
    r"""What the best linear autoencoder gives back: the projection on the principal directions, around the mean.

    Args:
        inputs: one example per row.
        code: number of code units.

    Returns:
        The reconstructions.

    Raises:
        ValueError: if `code` is not between 1 and the number of coordinates, or `inputs` is empty or not finite, or an
            argument is of half precision, NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.autoencoder import linear_reconstruction

        inputs = torch.tensor([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]])
        print((linear_reconstruction(inputs, 1) - inputs).abs().max().item() < 1e-5)
        #> True
        ```

    Reference: P. Baldi and K. Hornik, Neural Networks and Principal Component Analysis, 1989.
    """
    require_decomposable(inputs=inputs)
    if not 1 <= code <= inputs.shape[1]:
        raise ValueError(f"`code` must be between 1 and {inputs.shape[1]}, got {code}")
    require_some(inputs=inputs)
    require_finite(inputs=inputs)
    mean = inputs.mean(0)
    directions = torch.linalg.svd(inputs - mean, full_matrices=False).Vh[:code]
    return mean + (inputs - mean) @ directions.T @ directions


class Autoencoder(nn.Module):
    """An encoder and a decoder, each with two hidden ReLU layers.

    Args:
        inputs: number of input coordinates.
        code: number of code units.
        generator: source of randomness for the weights.
        width: number of units in each hidden layer.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, code: int, generator: torch.Generator, width: int = 64) -> None:
        require_sizes(inputs=inputs, code=code)
        super().__init__()
        self.encoder = network(inputs, code, generator, width)
        self.decoder = network(code, inputs, generator, width)

    def forward(self, inputs: Tensor) -> Tensor:
        """The reconstruction."""
        return self.decoder(self.encoder(inputs))


@jaxtyped(typechecker=beartype)
def best_denoised(
    noisy: Float[Tensor, "points coordinates"], data: Float[Tensor, "examples coordinates"], deviation: float
) -> Float[Tensor, "points coordinates"]:
    r"""What the best denoiser gives back when the clean points are equally likely and the noise is Gaussian.

    $$\mathbb{E}[x \mid \tilde x] = \sum_i w_i x_i, \qquad w = \operatorname{softmax}\big(-\lVert \tilde x - x_i
    \rVert^2 / (2 \sigma^2)\big)$$

    Args:
        noisy: corrupted points $\tilde x$.
        data: the clean points $x_i$.
        deviation: standard deviation $\sigma$ of the noise; positive.

    Returns:
        The mean of the clean point given the noisy one.

    Raises:
        ValueError: if `deviation` is not positive.

    Example:
        ```python
        import torch
        from notes.generative.autoencoder import best_denoised

        data = torch.tensor([[-1.0], [1.0]])
        print([round(x, 3) for x in best_denoised(torch.tensor([[0.0], [0.5]]), data, 0.5).flatten().tolist()])
        #> [0.0, 0.964]
        ```

    Reference: P. Vincent, A Connection Between Score Matching and Denoising Autoencoders, 2011.
    """
    require_decomposable(noisy=noisy, data=data)
    require_squares(noisy=noisy, data=data)
    require(torch.tensor([deviation]) > 0, "deviation", "positive", torch.tensor([deviation]))
    require(
        (torch.cdist(noisy, data) / deviation).square().isfinite(),
        "deviation",
        "large enough for finite exponents",
        deviation,
    )
    weights = torch.softmax(-torch.cdist(noisy, data).square() / (2 * deviation**2), dim=-1)
    return weights @ data


@jaxtyped(typechecker=beartype)
def denoising_loss(
    denoiser: Callable[[Tensor], Tensor],
    clean: Float[Tensor, "examples coordinates"],
    deviation: float,
    generator: torch.Generator,
) -> Float[Tensor, ""]:
    r"""Squared distance between the clean points and what a denoiser makes of them when noise was added.

    $$\frac1n \sum_i \lVert f(x_i + \sigma \epsilon_i) - x_i \rVert^2, \qquad \epsilon_i \sim \mathcal{N}(0, I)$$

    Args:
        denoiser: the function $f$, from noisy points to clean ones.
        clean: the points $x_i$.
        deviation: standard deviation $\sigma$ of the noise; positive.
        generator: source of the noise, new in every call.

    Returns:
        The loss, in squared units of the coordinates; for the identity it is $\sigma^2$ times their number.

    Raises:
        ValueError: if `deviation` is not positive, or `clean` is empty or an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.generative.autoencoder import denoising_loss

        random = torch.Generator().manual_seed(0)
        print(f"{denoising_loss(lambda noisy: noisy, torch.zeros(100_000, 2), 0.5, random):.2f}")
        #> 0.50
        ```

    Reference: P. Vincent et al., Extracting and Composing Robust Features with Denoising Autoencoders, 2008.
    """
    require_some(clean=clean)
    require_finite(clean=clean, deviation=deviation)
    require(torch.tensor([deviation]) > 0, "deviation", "positive", torch.tensor([deviation]))
    noisy = clean + deviation * torch.randn(
        clean.shape, generator=generator, dtype=clean.dtype, device=generator.device
    )
    return (denoiser(noisy) - clean).square().sum(-1).mean()


@jaxtyped(typechecker=beartype)
def sparsity_penalty(rates: Float[Tensor, "*units"], target: float) -> Float[Tensor, "*units"]:
    r"""Divergence of the coin with the target rate from the coin with a unit's mean activation.

    $$\rho \log \frac{\rho}{\hat\rho} + (1 - \rho) \log \frac{1 - \rho}{1 - \hat\rho}$$

    Args:
        rates: mean activation $\hat\rho$ of every unit over the examples, between 0 and 1.
        target: the rate $\rho$ that is wanted, between 0 and 1.

    Returns:
        One penalty per unit: zero exactly at the target.

    Raises:
        ValueError: if a rate or the target is not strictly between 0 and 1.

    Example:
        ```python
        import torch
        from notes.generative.autoencoder import sparsity_penalty

        print([round(x, 4) for x in sparsity_penalty(torch.tensor([0.1, 0.5]), 0.1).tolist()])
        #> [0.0, 0.3681]
        ```

    Reference: A. Ng, Sparse Autoencoder (lecture notes), 2011.
    """
    require((rates > 0) & (rates < 1), "rates", "between 0 and 1", rates)
    if not 0 < target < 1:
        raise ValueError(f"`target` must be between 0 and 1, got {target}")
    wanted = torch.full_like(rates, target)
    return torch.xlogy(wanted, wanted / rates) + torch.xlogy(1 - wanted, (1 - wanted) / (1 - rates))


class SparseAutoencoder(nn.Module):
    """One layer of sigmoid units as the code, and a linear decoder.

    Args:
        inputs: number of input coordinates.
        units: number of code units, which may be more than there are inputs.
        generator: source of randomness for the weights.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, units: int, generator: torch.Generator) -> None:
        require_sizes(inputs=inputs, units=units)
        super().__init__()
        self.encoder, self.decoder = nn.Linear(inputs, units), nn.Linear(units, inputs)
        for layer in (self.encoder, self.decoder):
            nn.init.xavier_uniform_(layer.weight, generator=generator)
            nn.init.zeros_(layer.bias)

    def code(self, inputs: Tensor) -> Tensor:
        """Activation of every code unit, between zero and one."""
        return torch.sigmoid(self.encoder(inputs))

    def forward(self, inputs: Tensor) -> Tensor:
        """The reconstruction."""
        return self.decoder(self.code(inputs))


@jaxtyped(typechecker=beartype)
def sparse_loss(
    model: SparseAutoencoder, inputs: Float[Tensor, "examples coordinates"], target: float, weight: float
) -> Float[Tensor, ""]:
    r"""Squared error of the reconstruction, plus the weighted sparsity penalties of all code units.

    Args:
        model: the autoencoder.
        inputs: one example per row; many, because the penalty is one of means over them.
        target: the wanted mean activation of each unit, between 0 and 1.
        weight: weight of the penalty; zero gives the plain autoencoder.

    Returns:
        The loss, a scalar.

    Raises:
        ValueError: if `weight` is negative, or as `sparsity_penalty` does, or `inputs` is empty, or `inputs` is NaN or
            infinite.

    Example:
        ```python
        import torch
        from notes.generative.autoencoder import SparseAutoencoder, sparse_loss

        model = SparseAutoencoder(4, 6, torch.Generator().manual_seed(0))
        print(f"{sparse_loss(model, torch.zeros(3, 4), 0.5, 0.0) > 0}")
        #> True
        ```

    Reference: A. Ng, Sparse Autoencoder (lecture notes), 2011.
    """
    require_shape((len(inputs), model.encoder.in_features), inputs=inputs)
    require_some(inputs=inputs)
    require_finite(inputs=inputs)
    require_not_negative(weight=weight)
    code = model.code(inputs)
    require((code.mean(0) > 0) & (code.mean(0) < 1), "inputs", "small enough for rates between 0 and 1", code.mean(0))
    error = (model.decoder(code) - inputs).square().sum(-1).mean()
    return error + weight * sparsity_penalty(code.mean(0), target).sum()
