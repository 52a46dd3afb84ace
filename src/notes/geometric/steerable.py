r"""Filters of one angular frequency, which a turn by any angle multiplies by a phase, and filters made of them."""

import torch
from jaxtyping import Complex, Float, Float32, Float64, jaxtyped
from torch import Tensor
from torch.nn.functional import conv2d

from notes.domain import beartype, require_finite, require_length, require_positive, require_sizes, require_some


@jaxtyped(typechecker=beartype)
def circular_harmonic(
    places: Float32[Tensor, "*shape 2"] | Float64[Tensor, "*shape 2"], frequency: int, width: float = 1.0
) -> Complex[Tensor, "*shape"]:
    r"""A wave around the origin: $\psi_\nu(x) = \kappa(|x|) e^{i \nu \theta}$.

    $$\kappa(r) = r^{|\nu|} e^{-r^2 / 2 \sigma^2}$$

    With this $\kappa$ it is smooth at the origin too, which has no angle: $(x_1 \pm i x_2)^{|\nu|}$ times a bell.

    Args:
        places: points of the plane.
        frequency: $\nu$, how many waves there are around a circle; its sign says in which direction they run.
        width: $\sigma$, of the bell.

    Returns:
        One complex number for each place.

    Raises:
        ValueError: if `width` is not positive or `places` is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.geometric.steerable import circular_harmonic

        print(circular_harmonic(torch.tensor([[0.0, 1.0]]), 2).real.item() < 0)
        #> True
        ```

    Reference: D. E. Worrall et al., Harmonic Networks: Deep Translation and Rotation Equivariance, 2017, equation 4.
    """
    require_positive(width=width)
    require_finite(places=places)
    x, y = places.unbind(-1)
    radius, angle = torch.hypot(x, y), torch.atan2(y, x)
    profile = torch.exp(torch.xlogy(abs(frequency), radius) - (radius / width).square() / 2)
    return torch.polar(profile, frequency * angle)


@jaxtyped(typechecker=beartype)
def pixel_places(size: int, device: torch.device | None = None) -> Float[Tensor, "size size 2"]:
    """The centres of the pixels of a square, seen from its middle: the first coordinate to the right, the second up.

    Args:
        size: side of the square in pixels.
        device: where the coordinates live.

    Returns:
        The coordinates of every pixel.

    Raises:
        ValueError: if `size` is negative.
    """
    require_sizes(0, size=size)
    steps = torch.arange(size, device=device) - (size - 1) / 2
    rows, columns = torch.meshgrid(-steps, steps, indexing="ij")
    return torch.stack([columns, rows], -1)


@jaxtyped(typechecker=beartype)
def harmonic_response(
    images: Float32[Tensor, "batch side side"] | Float64[Tensor, "batch side side"],
    frequency: int,
    size: int,
    width: float = 1.0,
) -> Complex[Tensor, "batch side side"]:
    r"""Images correlated with a filter of one frequency: $y_\nu(x) = \sum_z \xi(z) \, \psi_\nu(z - x)$.

    Args:
        images: square images; padded with zeros so that they keep their size.
        frequency: $\nu$.
        size: side of the filter, odd.
        width: of the filter's bell.

    Returns:
        A complex number for each place.

    Raises:
        ValueError: if `images` is empty, NaN or infinite, or `size` is even.
    """
    require_some(images=images)
    require_finite(images=images)
    if size % 2 == 0:
        raise ValueError(f"`size` must be odd, got {size}")
    places = pixel_places(size, images.device).to(images)
    wave = circular_harmonic(places, frequency, width)
    filters = torch.stack([wave.real, wave.imag])[:, None]
    real, imaginary = conv2d(images[:, None], filters, padding=size // 2).unbind(1)
    return torch.complex(real, imaginary)


@jaxtyped(typechecker=beartype)
def steered(
    waves: Complex[Tensor, "frequencies *shape"], frequencies: tuple[int, ...], angle: float
) -> Float[Tensor, "*shape"]:
    r"""The real filter $\operatorname{Re} \sum_\nu e^{-i \nu \alpha} \psi_\nu$: the sum of waves, turned by an angle.

    Args:
        waves: $\psi_\nu$ at some places, with their weights.
        frequencies: $\nu$, one for each wave.
        angle: $\alpha$.

    Returns:
        The turned filter at the same places; also its response, of the responses to the waves.

    Raises:
        ValueError: if there is not one frequency for each wave, or an argument is NaN or infinite.

    Reference: W. T. Freeman and E. H. Adelson, The Design and Use of Steerable Filters, 1991.
    """
    require_length(len(waves), frequencies=frequencies)
    require_finite(angle=angle)
    turns = torch.tensor(frequencies, device=waves.device) * angle
    phases = torch.complex(turns.cos(), -turns.sin()).to(waves)
    return torch.einsum("k,k...->...", phases, waves).real
