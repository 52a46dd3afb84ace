r"""The variational autoencoder with a Gaussian decoder of fixed variance."""

import math
from typing import cast

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import (
    beartype,
    require,
    require_finite,
    require_positive,
    require_shape,
    require_sizes,
    require_some,
    require_squares,
)
from notes.generative.inference import gaussian_divergence, gaussian_log_density, importance_weighted_bound


class VAE(nn.Module):
    r"""Encoder to mean and log variance of the latent variable, decoder to the mean of the input.

    The prior is $\mathcal{N}(0, 1)$ in every latent coordinate, the likelihood $\mathcal{N}(f(z), \sigma^2)$ in every
    pixel.

    Args:
        inputs: number of input coordinates.
        latents: number of latent coordinates.
        generator: source of randomness for the weights.
        hidden: number of hidden units in encoder and decoder.
        log_variance: $\log \sigma^2$ of the decoder.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(
        self, inputs: int, latents: int, generator: torch.Generator, *, hidden: int = 64, log_variance: float = -3.0
    ) -> None:
        require_sizes(inputs=inputs, latents=latents, hidden=hidden)
        super().__init__()
        sizes = ((inputs, hidden), (hidden, 2 * latents), (latents, hidden), (hidden, inputs))
        layers = [nn.Linear(fan_in, fan_out) for fan_in, fan_out in sizes]
        self.encoder = nn.Sequential(layers[0], nn.ReLU(), layers[1])
        self.decoder = nn.Sequential(layers[2], nn.ReLU(), layers[3])
        self.log_variance = log_variance
        for layer in layers:
            nn.init.xavier_uniform_(layer.weight, generator=generator)
            nn.init.zeros_(layer.bias)

    def posterior(self, inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log variance of the approximate posterior, one row per input."""
        mean, log_variance = self.encoder(inputs).chunk(2, dim=-1)
        return mean, log_variance

    def log_likelihood(self, inputs: Tensor, latents: Tensor) -> Tensor:
        """Log density of the inputs given latent variables, summed over pixels."""
        means = self.decoder(latents)
        spread = torch.full_like(means, self.log_variance)
        return gaussian_log_density(inputs.expand_as(means), means, spread).sum(-1)


def _require_fitting(model: VAE, inputs: Tensor, noise: Tensor) -> None:
    """Refuse inputs that are not as wide as the model's, and noise that is none of its latents'."""
    first, last = cast(nn.Linear, model.encoder[0]), cast(nn.Linear, model.encoder[-1])
    require_shape((len(inputs), first.in_features), inputs=inputs)
    require_shape((*noise.shape[:-2], len(inputs), last.out_features // 2), noise=noise)


@jaxtyped(typechecker=beartype)
def evidence_bound(
    model: VAE, inputs: Float[Tensor, "examples pixels"], noise: Float[Tensor, "examples latents"]
) -> Float[Tensor, "examples"]:
    r"""Evidence bound of every input, from one reparameterised draw and the divergence in closed form.

    $$\log p_\theta(x \mid z) - D_{\mathrm{KL}}\big(q_\phi(z \mid x) \,\|\, p(z)\big), \qquad
    z = \mu + e^{\frac12 \log \sigma^2} \epsilon$$

    Args:
        model: encoder and decoder.
        inputs: one example per row.
        noise: standard Gaussian $\epsilon$.

    Returns:
        An unbiased estimate of the bound per example, in nats, differentiable in all parameters.

    Raises:
        ValueError: if an argument is NaN or infinite, or shapes do not fit the model.

    Example:
        ```python
        import torch
        from notes.generative.vae import VAE, evidence_bound

        model = VAE(4, 2, torch.Generator().manual_seed(0))
        print(tuple(evidence_bound(model, torch.zeros(3, 4), torch.zeros(3, 2)).shape))
        #> (3,)
        ```

    Reference: D. P. Kingma and M. Welling, Auto-Encoding Variational Bayes, 2014, equation 10.
    """
    _require_fitting(model, inputs, noise)
    require_finite(inputs=inputs, noise=noise)
    mean, log_variance = model.posterior(inputs)
    latents = mean + (log_variance / 2).exp() * noise
    require(latents.isfinite(), "inputs", "small enough for finite latents", latents)
    zero = torch.zeros_like(mean)
    divergence = gaussian_divergence(mean, log_variance, zero, zero).sum(-1)
    return model.log_likelihood(inputs, latents) - divergence


@jaxtyped(typechecker=beartype)
def log_weights(
    model: VAE, inputs: Float[Tensor, "examples pixels"], noise: Float[Tensor, "draws examples latents"]
) -> Float[Tensor, "draws examples"]:
    r"""Log of joint density over approximate posterior, for several draws per input.

    Args:
        model: encoder and decoder.
        inputs: one example per row.
        noise: standard Gaussian draws.

    Returns:
        $\log p_\theta(x \mid z_k) + \log p(z_k) - \log q_\phi(z_k \mid x)$.

    Raises:
        ValueError: if `inputs` is NaN or infinite or `noise` has no finite sum of squares, or shapes do not fit the
            model.

    Example:
        ```python
        import torch
        from notes.generative.vae import VAE, log_weights

        model = VAE(4, 2, torch.Generator().manual_seed(0))
        print(tuple(log_weights(model, torch.zeros(3, 4), torch.zeros(5, 3, 2)).shape))
        #> (5, 3)
        ```

    Reference: Y. Burda, R. Grosse and R. Salakhutdinov, Importance Weighted Autoencoders, 2016.
    """
    _require_fitting(model, inputs, noise)
    require_squares(noise=noise)
    require_finite(inputs=inputs)
    mean, log_variance = (part.expand_as(noise) for part in model.posterior(inputs))
    latents = mean + (log_variance / 2).exp() * noise
    require(latents.isfinite(), "inputs", "small enough for finite latents", latents)
    zero = torch.zeros_like(latents)
    prior = gaussian_log_density(latents, zero, zero).sum(-1)
    guess = gaussian_log_density(latents, mean, log_variance).sum(-1)
    return model.log_likelihood(inputs, latents) + prior - guess


@jaxtyped(typechecker=beartype)
def importance_weighted_log_evidence(
    model: VAE, inputs: Float[Tensor, "examples pixels"], noise: Float[Tensor, "draws examples latents"]
) -> Float[Tensor, "examples"]:
    """Estimate of the log evidence of every input from several draws; in the mean it never exceeds it.

    Args:
        model: encoder and decoder.
        inputs: one example per row.
        noise: standard Gaussian draws; the more, the closer.

    Returns:
        One estimate per example, in nats.

    Raises:
        ValueError: if `noise` is empty or an argument is NaN or infinite, or shapes do not fit the model.

    Example:
        ```python
        import torch
        from notes.generative.vae import VAE, importance_weighted_log_evidence

        model = VAE(4, 2, torch.Generator().manual_seed(0))
        print(tuple(importance_weighted_log_evidence(model, torch.zeros(3, 4), torch.zeros(5, 3, 2)).shape))
        #> (3,)
        ```

    Reference: Y. Burda, R. Grosse and R. Salakhutdinov, Importance Weighted Autoencoders, 2016, equation 8.
    """
    _require_fitting(model, inputs, noise)
    require_some(noise=noise)
    require_finite(inputs=inputs, noise=noise)
    return importance_weighted_bound(log_weights(model, inputs, noise))


@jaxtyped(typechecker=beartype)
def log_evidence_by_grid(
    model: VAE, inputs: Float[Tensor, "examples pixels"], step: float = 0.1, reach: float = 5.0
) -> Float[Tensor, "examples"]:
    r"""Log evidence of every input, for two latent coordinates: the integral as a sum over a fine grid.

    $$\log \sum_{z} h^2 \, p_\theta(x \mid z) \, p(z), \qquad z \in h \mathbb{Z}^2, \; \lvert z_i \rvert \le r$$

    Args:
        model: encoder and decoder, of two latent coordinates.
        inputs: one example per row.
        step: $h$, positive; the error is negligible while posteriors are no narrower than that.
        reach: $r$, how far the grid goes from zero.

    Returns:
        One number per example, in nats.

    Raises:
        ValueError: if the model has another number of latent coordinates, or `step` is not positive, or an argument is
            NaN or infinite, or `reach` is not positive, `step` is below a thousandth of it, or shapes do not fit the
            model.

    Example:
        ```python
        import torch
        from notes.generative.vae import VAE, log_evidence_by_grid

        model = VAE(4, 2, torch.Generator().manual_seed(0))
        print(tuple(log_evidence_by_grid(model, torch.zeros(3, 4)).shape))
        #> (3,)
        ```
    """
    require_shape((len(inputs), cast(nn.Linear, model.encoder[0]).in_features), inputs=inputs)
    require_positive(step=step, reach=reach)
    require(step >= reach / 1000, "step", "at least a thousandth of `reach`", step)
    require_finite(inputs=inputs, step=step, reach=reach)
    latents = model.posterior(inputs)[0].shape[1]
    if latents != 2:
        raise ValueError(f"`model` must have 2 latent coordinates, got {latents}")
    ticks = torch.arange(-reach, reach + step / 2, step, dtype=inputs.dtype, device=inputs.device)
    grid = torch.cartesian_prod(ticks, ticks)
    zero = torch.zeros_like(grid)
    prior = gaussian_log_density(grid, zero, zero).sum(-1)
    constant = inputs.shape[1] * (model.log_variance + math.log(2 * math.pi)) / 2
    errors = torch.cdist(inputs, model.decoder(grid)).square() * math.exp(-model.log_variance) / 2
    return torch.logsumexp(prior - errors, dim=-1) - constant + 2 * math.log(step)


@jaxtyped(typechecker=beartype)
def trained_vae(
    inputs: Float[Tensor, "examples pixels"], latents: int, generator: torch.Generator, steps: int = 600
) -> VAE:
    """A variational autoencoder trained by Adam on batches of 128.

    Args:
        inputs: one example per row.
        latents: number of latent coordinates.
        generator: source of randomness.
        steps: number of steps.

    Returns:
        The trained model.

    Raises:
        ValueError: if `latents` is below 1.

    Example:
        ```python
        import torch
        from notes.generative.vae import trained_vae

        model = trained_vae(torch.zeros(4, 3), 1, torch.Generator().manual_seed(0), steps=1)
        print(model.log_variance)
        #> -3.0
        ```

    Reference: D. P. Kingma and M. Welling, Auto-Encoding Variational Bayes, 2014, algorithm 1.
    """
    require_sizes(latents=latents)
    model = VAE(inputs.shape[1], latents, generator)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(steps):
        chosen = inputs[torch.randint(len(inputs), (128,), generator=generator)]
        optimiser.zero_grad()
        noise = torch.randn(128, latents, generator=generator)
        (-evidence_bound(model, chosen, noise).mean()).backward()
        optimiser.step()
    return model
