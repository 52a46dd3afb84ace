"""Proxy tasks: labels that an image carries in itself, made by a transform that we choose and therefore know."""

import torch
from jaxtyping import Float, Float32, Int64, jaxtyped
from torch import Tensor

from notes.domain import beartype, require, require_finite, require_some
from notes.self_supervision.views import views

NEIGHBOURS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1), (2, 2))


@jaxtyped(typechecker=beartype)
def exemplars(
    images: Float32[Tensor, "n 1 height width"], copies: int, generator: torch.Generator, *, strength: float = 1.0
) -> tuple[Float[Tensor, "many 1 height width"], Int64[Tensor, "many"]]:
    """Exemplar task: distorted copies of each image, labelled by the image from which they came.

    Args:
        images: each the seed of a class of its own.
        copies: views of each image, at least 1.
        generator: source of the distortions.
        strength: of the distortions, as for `views`.

    Returns:
        `n * copies` views and their surrogate classes, 0 to n - 1.

    Raises:
        ValueError: if `copies` is below 1, or there is no image, or `images` is NaN or infinite.

    Reference: A. Dosovitskiy et al., Discriminative Unsupervised Feature Learning with Exemplar Convolutional Neural
    Networks, 2014.
    """
    require_finite(images=images)
    if copies < 1:
        raise ValueError(f"`copies` must be at least 1, got {copies}")
    require_some(images=images)
    sources = torch.arange(len(images), device=images.device).repeat_interleave(copies)
    return views(images[sources], generator, strength=strength), sources


@jaxtyped(typechecker=beartype)
def quarter_turns(
    images: Float[Tensor, "n 1 side side"], generator: torch.Generator
) -> tuple[Float[Tensor, "n 1 side side"], Int64[Tensor, "n"]]:
    """Rotation task: each image turned by a random number of quarters, which is the label.

    Args:
        images: square images.
        generator: source of the numbers.

    Returns:
        The turned images, and 0 to 3 for 0, 90, 180 and 270 degrees anticlockwise.

    Raises:
        ValueError: if an argument is NaN or infinite.

    Example:
        ```python
        import torch
        from notes.self_supervision.proxy_tasks import quarter_turns

        turned, labels = quarter_turns(torch.rand(6, 1, 4, 4), torch.Generator().manual_seed(0))
        print(labels.tolist(), tuple(turned.shape))
        #> [0, 3, 1, 0, 3, 3] (6, 1, 4, 4)
        ```

    Reference: S. Gidaris, P. Singh and N. Komodakis, Unsupervised Representation Learning by Predicting Image
    Rotations, 2018.
    """
    require_finite(images=images)
    labels = torch.randint(4, (len(images),), generator=generator, device=generator.device)
    turned = torch.stack([torch.rot90(images, k, dims=(2, 3)) for k in range(4)])
    each = torch.arange(len(images), device=images.device)
    return turned[labels, each], labels


@jaxtyped(typechecker=beartype)
def patch_pairs(
    images: Float[Tensor, "n 1 side side"], generator: torch.Generator, *, gap: int = 1
) -> tuple[Float[Tensor, "n 2 patch patch"], Int64[Tensor, "n"]]:
    """Relative position task: the middle one of nine patches and one of its neighbours, whose place is the label.

    Args:
        images: square images.
        generator: source of the places.
        gap: pixels left out between patches, so that lines running across a border do not give the answer away.

    Returns:
        Pairs of patches, the middle one first, and labels 0 to 7: the neighbours row by row from the upper left.

    Raises:
        ValueError: if `gap` is negative or leaves no pixel for a patch.

    Reference: C. Doersch, A. Gupta and A. Efros, Unsupervised Visual Representation Learning by Context Prediction,
    2015.
    """
    patch = (images.shape[-1] - 2 * gap) // 3
    if gap < 0 or patch < 1:
        raise ValueError(f"`gap` must be from 0 to {(images.shape[-1] - 3) // 2}, got {gap}")
    tiles = images.unfold(2, patch, patch + gap).unfold(3, patch, patch + gap).squeeze(1)
    labels = torch.randint(len(NEIGHBOURS), (len(images),), generator=generator, device=generator.device)
    row, column = torch.tensor(NEIGHBOURS, device=labels.device)[labels].T
    each = torch.arange(len(images), device=images.device)
    return torch.stack([tiles[:, 1, 1], tiles[each, row, column]], dim=1), labels


@jaxtyped(typechecker=beartype)
def distant_permutations(count: int, generator: torch.Generator) -> Int64[Tensor, "count 9"]:
    """Permutations of nine tiles, each chosen to differ in as many places as possible from those before it.

    Args:
        count: how many, from 1 to 1,000.
        generator: source of the first permutation and of the 1,000 candidates.

    Returns:
        One permutation a row, no two the same.

    Raises:
        ValueError: if `count` is not from 1 to 1,000.

    Reference: M. Noroozi and P. Favaro, Unsupervised Learning of Visual Representations by Solving Jigsaw Puzzles,
    2016, algorithm 1.
    """
    if not 1 <= count <= 1000:
        raise ValueError(f"`count` must be from 1 to 1000, got {count}")
    draws = [torch.randperm(9, generator=generator, device=generator.device) for _ in range(1000)]
    candidates = torch.stack(draws).unique(dim=0)
    chosen = candidates[torch.randint(len(candidates), (1,), generator=generator, device=generator.device)]
    while len(chosen) < count:
        distances = (candidates[:, None] != chosen).sum(-1).amin(1)
        chosen = torch.cat([chosen, candidates[distances.argmax()][None]])
    return chosen


@jaxtyped(typechecker=beartype)
def jigsaw(
    images: Float[Tensor, "n 1 side side"], permutations: Int64[Tensor, "classes 9"], generator: torch.Generator
) -> tuple[Float[Tensor, "n 9 tile tile"], Int64[Tensor, "n"]]:
    """Jigsaw task: nine tiles in the order of a random one of the permutations, whose number is the label.

    Args:
        images: square images; pixels beyond three whole tiles are left out.
        permutations: place p of a shuffled puzzle shows the tile `permutations[label, p]`, counted row by row.
        generator: source of the labels.

    Returns:
        The shuffled tiles, and the numbers of the permutations.

    Raises:
        ValueError: if a row of `permutations` is not one, or an image has fewer than 3 pixels a side, or `images` is
            NaN or infinite.
    """
    require_finite(images=images)
    require_some(permutations=permutations)
    ordered = permutations.sort(dim=1).values
    once = (ordered == torch.arange(9, device=permutations.device)).all(1)
    require(once, "permutations", "an order of 0 to 8 in each row", permutations)
    require(images.shape[-1] >= 3, "images", "of at least 3 pixels a side", images.shape[-1])
    side = images.shape[-1] // 3
    tiles = images[..., : 3 * side, : 3 * side].unfold(2, side, side).unfold(3, side, side).flatten(1, 3)
    labels = torch.randint(len(permutations), (len(images),), generator=generator, device=generator.device)
    each = torch.arange(len(images), device=images.device)[:, None]
    return tiles[each, permutations[labels]], labels
