r"""How generators are judged, by samples alone: distances, precision and recall."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor

from notes.domain import (
    beartype,
    require,
    require_below,
    require_decomposable,
    require_sizes,
    require_some,
    require_squares,
)


def _require_several(**samples: Tensor) -> None:
    for name, points in samples.items():
        require(len(points) >= 2, name, "at least two samples", len(points))


@jaxtyped(typechecker=beartype)
def frechet_distance(
    real: Float[Tensor, "samples coordinates"], generated: Float[Tensor, "others coordinates"]
) -> Float[Tensor, ""]:
    r"""Squared Fréchet distance of the Gaussians with the means and covariances of two samples.

    $$\lVert \mu - \nu \rVert^2 + \operatorname{tr}\big(\Sigma + T - 2 (\Sigma^{1/2} T \, \Sigma^{1/2})^{1/2}\big)$$

    Args:
        real: samples of the data, one a row; for images, features of a network.
        generated: samples of the generator.

    Returns:
        The squared distance, zero if means and covariances agree.

    Raises:
        ValueError: if there are fewer than two samples of a kind, or an argument is of half precision or without finite
            sums of squares.

    Example:
        ```python
        import torch
        from notes.generative.judging import frechet_distance

        points = torch.tensor([[-1.0], [0.0], [1.0]])
        print(round(frechet_distance(points, 2 * points + 3).item(), 4))
        #> 10.0
        ```

    Reference: D. C. Dowson and B. V. Landau, The Fréchet Distance between Multivariate Normal Distributions, 1982.
    """
    require_decomposable(real=real, generated=generated)
    _require_several(real=real, generated=generated)
    require_squares(real=real, generated=generated)
    first, second = (torch.atleast_2d(samples.T.cov()) for samples in (real, generated))
    values, axes = torch.linalg.eigh(first)
    root = axes * values.clamp(min=0).sqrt() @ axes.T
    joint = torch.linalg.eigvalsh(root @ second @ root).clamp(min=0).sqrt().sum()
    return (real.mean(0) - generated.mean(0)).square().sum() + first.trace() + second.trace() - 2 * joint


@jaxtyped(typechecker=beartype)
def precision(
    real: Float[Tensor, "samples coordinates"], generated: Float[Tensor, "others coordinates"], neighbours: int = 3
) -> Float[Tensor, ""]:
    r"""Share of the generated samples that lie among the data.

    A sample lies among them if it is at least as near to one of them as that one's $k$-th nearest neighbour in the
    data. With the arguments exchanged it is the recall: the share of the data that lies among the samples.

    Args:
        real: samples of the data, one a row.
        generated: samples of the generator.
        neighbours: $k$, at least 1 and below the number of data.

    Returns:
        A share between zero and one.

    Raises:
        ValueError: if `neighbours` is below 1 or not below the number of data, or `generated` is empty, or an argument
            is of half precision or without finite sums of squares.

    Example:
        ```python
        import torch
        from notes.generative.judging import precision

        real, generated = torch.tensor([[0.0], [1.0], [2.0]]), torch.tensor([[0.5], [1.1], [9.0], [1.2]])
        print(precision(real, generated, 1).item(), round(precision(generated, real, 1).item(), 4))
        #> 0.75 1.0
        ```

    Reference: T. Kynkäänniemi et al., Improved Precision and Recall Metric for Assessing Generative Models, 2019.
    """
    require_sizes(neighbours=neighbours)
    require_below(len(real), neighbours=torch.tensor(neighbours))
    require_some(generated=generated)
    require_decomposable(real=real, generated=generated)
    require_squares(real=real, generated=generated)
    radii = torch.cdist(real, real).kthvalue(neighbours + 1, dim=1).values  # the first is the point itself
    return (torch.cdist(generated, real) <= radii).any(1).to(real.dtype).mean()


@jaxtyped(typechecker=beartype)
def energy_distance(
    real: Float[Tensor, "samples coordinates"], generated: Float[Tensor, "others coordinates"]
) -> Float[Tensor, ""]:
    r"""Energy distance of two samples: zero if and only if they are the same distribution.

    $$2 \, \mathbb{E} \lVert x - y \rVert - \mathbb{E} \lVert x - x' \rVert - \mathbb{E} \lVert y - y' \rVert$$

    Args:
        real: samples $x$ of the data, one a row.
        generated: samples $y$ of the generator.

    Returns:
        The distance, in units of the coordinates; not negative.

    Raises:
        ValueError: if there are fewer than two samples of a kind, or an argument is of half precision or without finite
            sums of squares.

    Example:
        ```python
        import torch
        from notes.generative.judging import energy_distance

        print(energy_distance(torch.zeros(2, 1), torch.ones(2, 1)).item())
        #> 2.0
        ```

    Reference: G. J. Székely and M. L. Rizzo, Energy Statistics: A Class of Statistics Based on Distances, 2013.
    """
    require_decomposable(real=real, generated=generated)
    _require_several(real=real, generated=generated)
    require_squares(real=real, generated=generated)
    between, ours, theirs = (
        torch.cdist(x, y).mean() for x, y in ((real, generated), (real, real), (generated, generated))
    )
    return 2 * between - ours - theirs
