r"""Networks for points in space that follow rotations, reflections, shifts and renumberings, and some that do not."""

from itertools import pairwise

import torch
from jaxtyping import Float, Int64, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_not_negative, require_sizes
from notes.geometric.symmetry import Action


def _network(*widths: int, generator: torch.Generator, last: float = 1.0) -> nn.Sequential:
    """Linear layers with a smooth activation between them; the first weights of the last are multiplied by a number."""
    layers: list[nn.Module] = []
    for inputs, outputs in pairwise(widths):
        linear = nn.Linear(inputs, outputs)
        nn.init.xavier_uniform_(linear.weight, generator=generator)
        nn.init.zeros_(linear.bias)
        layers += [linear, nn.SiLU()]
    with torch.no_grad():
        linear.weight.mul_(last)
    return nn.Sequential(*layers[:-1])


class EquivariantGraphLayer(nn.Module):
    r"""Messages that know distances, and points that are pulled along the lines between them.

    $$m_{ij} = \mathcal{M}\big( h_i, h_j, \lVert x_i - x_j \rVert^2 \big), \qquad
    x_i' = x_i + \frac{1}{n - 1} \sum_{j \ne i} (x_i - x_j) \, \omega(m_{ij}), \qquad
    h_i' = \mathcal{U}\Big( h_i, \sum_{j \ne i} m_{ij} \Big)$$

    Args:
        features: of a point, before and after.
        hidden: units of the three networks.
        generator: source of the first weights.

    Reference: V. G. Satorras, E. Hoogeboom and M. Welling, E(n) Equivariant Graph Neural Networks, 2021, section 3.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, features: int, hidden: int, generator: torch.Generator) -> None:
        require_sizes(features=features, hidden=hidden)
        super().__init__()
        self.message = _network(2 * features + 1, hidden, hidden, generator=generator)
        self.pull = _network(hidden, hidden, 1, generator=generator, last=0.001)  # at first points hardly move
        self.update = _network(features + hidden, hidden, features, generator=generator)

    def forward(self, features: Tensor, points: Tensor) -> tuple[Tensor, Tensor]:
        """Features and points, one row for each of two points or more."""
        count = points.shape[-2]
        offsets = points[..., :, None, :] - points[..., None, :, :]  # x_i - x_j
        squares = offsets.square().sum(-1, keepdim=True)
        own = features[..., :, None, :].expand(*squares.shape[:-1], -1)
        messages = self.message(torch.cat([own, own.transpose(-3, -2), squares], -1))
        moved = points + (offsets * self.pull(messages)).sum(-2) / (count - 1)
        others = 1 - torch.eye(count, device=points.device).to(points)
        heard = (messages * others[..., None]).sum(-2)
        return self.update(torch.cat([features, heard], -1)), moved


class EquivariantGraphNetwork(nn.Module):
    """Layers one after the other, the sum of the features over the points, and a head.

    Args:
        hidden: features of a point, and units of every network.
        depth: number of layers.
        outputs: what the head answers.
        generator: source of the first weights.

    Example:
        ```python
        import torch
        from notes.geometric.point_clouds import EquivariantGraphNetwork

        network = EquivariantGraphNetwork(4, 2, 3, torch.Generator().manual_seed(0))
        points = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]])
        print(torch.allclose(network(points), network(points.flip(-1) + 5), atol=1e-5))
        #> True
        ```
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, hidden: int, depth: int, outputs: int, generator: torch.Generator) -> None:
        require_sizes(hidden=hidden, depth=depth, outputs=outputs)
        super().__init__()
        self.hidden = hidden
        self.layers = nn.ModuleList(EquivariantGraphLayer(hidden, hidden, generator) for _ in range(depth))
        self.head = _network(hidden, hidden, outputs, generator=generator)

    def forward(self, points: Tensor) -> Tensor:
        """One answer per cloud of points, from their places alone."""
        features = torch.ones_like(points[..., :1]).expand(*points.shape[:-1], self.hidden)
        for layer in self.layers:
            features, points = layer(features, points)
        return self.head(features.sum(-2))


class PointSetNetwork(nn.Module):
    """One network for every point, the sum over the points, and a head: a Deep Set, which ignores the order only.

    Args:
        dimension: coordinates of a point.
        hidden: units of every network.
        outputs: what the head answers.
        generator: source of the first weights.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, dimension: int, hidden: int, outputs: int, generator: torch.Generator) -> None:
        require_sizes(dimension=dimension, hidden=hidden, outputs=outputs)
        super().__init__()
        self.each = _network(dimension, hidden, hidden, generator=generator)
        self.head = _network(hidden, hidden, outputs, generator=generator)

    def forward(self, points: Tensor) -> Tensor:
        """One answer per cloud of points."""
        return self.head(self.each(points).sum(-2))


@jaxtyped(typechecker=beartype)
def motions(dimension: int, generator: torch.Generator) -> dict[str, Action]:
    """A rotation, a reflection, a shift and a renumbering of points, to try networks on.

    Args:
        dimension: coordinates of a point.
        generator: source of the rotation and the shift.

    Returns:
        The moves by name, exact to the last digits of double precision.

    Raises:
        ValueError: if `dimension` is below one.
    """
    require_sizes(dimension=dimension)
    device = generator.device
    drawn = torch.randn(dimension, dimension + 1, generator=generator, device=device, dtype=torch.float64)
    turn, shift = torch.linalg.qr(drawn[:, 1:]).Q, drawn[:, 0]
    mirror = torch.tensor([-1.0] + [1.0] * (dimension - 1), device=device)
    turn = turn * mirror if torch.linalg.det(turn) < 0 else turn
    return {
        "rotation": lambda points: points @ turn.to(points),
        "reflection": lambda points: points * mirror.to(points),
        "shift": lambda points: points + shift.to(points),
        "order": lambda points: points.roll(1, -2),
    }


TETROMINOES = {
    "left": ((0, 0, 0), (0, 0, 1), (1, 0, 0), (1, 1, 0)),
    "right": ((0, 0, 0), (0, 0, 1), (1, 0, 0), (1, -1, 0)),
    "square": ((0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0)),
    "line": ((0, 0, 0), (0, 0, 1), (0, 0, 2), (0, 0, 3)),
    "corner": ((0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0)),
    "L": ((0, 0, 0), (0, 0, 1), (0, 0, 2), (0, 1, 0)),
    "T": ((0, 0, 0), (0, 0, 1), (0, 0, 2), (0, 1, 1)),
    "S": ((0, 0, 0), (1, 0, 0), (1, 1, 0), (2, 1, 0)),
}  # the first two are mirror images of each other


@jaxtyped(typechecker=beartype)
def tetrominoes(
    each: int, noise: float, generator: torch.Generator
) -> tuple[Float[Tensor, "n 4 3"], Int64[Tensor, "n"]]:
    """The eight shapes of four cubes in space, with noise on their places and the middle of each at the origin.

    Args:
        each: number of copies of each shape.
        noise: standard deviation of every coordinate, in sides of a cube.
        generator: source of the noise.

    Returns:
        The places of the cubes, and the number of each shape among `TETROMINOES`.

    Raises:
        ValueError: if `each` is below one or `noise` is negative.
    """
    require_sizes(each=each)
    require_not_negative(noise=noise)
    shapes = torch.tensor(list(TETROMINOES.values()), device=generator.device).float().repeat(each, 1, 1)
    points = shapes + noise * torch.randn(shapes.shape, generator=generator, device=generator.device)
    classes = torch.arange(len(TETROMINOES), device=generator.device).repeat(each)
    return points - points.mean(-2, keepdim=True), classes


@jaxtyped(typechecker=beartype)
def random_rotations(count: int, dimension: int, generator: torch.Generator) -> Float[Tensor, "count d d"]:
    """Rotations drawn uniformly: Gaussian matrices made orthogonal, with signs put right.

    Args:
        count: number of rotations.
        dimension: of the space.
        generator: source of the rotations.

    Returns:
        Orthogonal matrices of determinant one.

    Raises:
        ValueError: if a number is below one.

    Reference: F. Mezzadri, How to Generate Random Matrices from the Classical Compact Groups, 2007.
    """
    require_sizes(count=count, dimension=dimension)
    normal = torch.randn(count, dimension, dimension, generator=generator, device=generator.device)
    Q, R = torch.linalg.qr(normal)
    Q = Q * R.diagonal(dim1=-2, dim2=-1).sign()[:, None, :]
    return torch.cat([Q[..., :-1], Q[..., -1:] * torch.linalg.det(Q).sign()[:, None, None]], -1)
