"""Few-shot classifiers that learn a task by gradient steps: MAML, its first-order form, and the LSTM meta-learner."""

import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, vmap

from notes.meta_learning.comparison import Embedding
from notes.meta_learning.learned_optimizer import cell_update


class GradientLearner(nn.Module):
    """A classifier whose initial weights are learned so that a few steps on the support set suffice: MAML."""

    def __init__(self, ways: int = 5, rate: float = 0.2, steps: int = 3) -> None:
        super().__init__()
        self.learner = nn.Sequential(Embedding(32), nn.ReLU(), nn.Linear(32, ways))
        self.rate, self.steps = rate, steps

    def forward(self, support: Tensor, query: Tensor) -> Tensor:
        """Logits of each query after adaptation to its own support set.

        Args:
            support: `tasks ways shots height width`.
            query: `tasks ways queries height width`.

        Returns:
            `tasks ways*queries ways`.
        """
        labels = torch.arange(support.shape[1]).repeat_interleave(support.shape[2])

        def one(known: Tensor, asked: Tensor) -> Tensor:
            phi: dict[str, Tensor] = {**dict(self.learner.named_parameters())}
            for _ in range(self.steps):
                phi = self.updated(phi, self.slopes(phi, known.flatten(0, 1)[:, None], labels))
            answer: Tensor = functional_call(self.learner, phi, (asked.flatten(0, 1)[:, None],))
            return answer

        answers: Tensor = vmap(one)(support, query)
        return answers

    def slopes(self, phi: dict[str, Tensor], images: Tensor, labels: Tensor) -> dict[str, Tensor]:
        """Gradients of the loss on the support set, differentiable in the parameters.

        Args:
            phi: the parameters.
            images: of the support set.
            labels: their classes.

        Returns:
            One gradient a parameter.
        """
        found: dict[str, Tensor] = grad(
            lambda at: nn.functional.cross_entropy(functional_call(self.learner, at, (images,)), labels)
        )(phi)
        return found

    def updated(self, phi: dict[str, Tensor], slopes: dict[str, Tensor]) -> dict[str, Tensor]:
        """The parameters after one step of gradient descent.

        Args:
            phi: the parameters.
            slopes: their gradients.

        Returns:
            The new parameters.
        """
        return {name: value - self.rate * slopes[name] for name, value in phi.items()}


class FirstOrderLearner(GradientLearner):
    """MAML that takes the inner gradients as constants: no Hessian."""

    def slopes(self, phi: dict[str, Tensor], images: Tensor, labels: Tensor) -> dict[str, Tensor]:
        """Gradients of the loss on the support set, cut off from the parameters.

        Args:
            phi: the parameters.
            images: of the support set.
            labels: their classes.

        Returns:
            One gradient a parameter.
        """
        return {name: slope.detach() for name, slope in super().slopes(phi, images, labels).items()}


class LstmMetaLearner(FirstOrderLearner):
    """The update is an LSTM cell with the parameters as its state; each layer learns its gates."""

    def __init__(self, ways: int = 5) -> None:
        super().__init__(ways)
        layers = len(list(self.learner.parameters()))
        self.forget, self.admit = nn.Parameter(torch.full((layers,), 6.0)), nn.Parameter(torch.full((layers,), -1.4))

    def updated(self, phi: dict[str, Tensor], slopes: dict[str, Tensor]) -> dict[str, Tensor]:
        """The parameters after one update of the cell.

        Args:
            phi: the parameters.
            slopes: their gradients.

        Returns:
            The new parameters.
        """
        gates = zip(phi, self.forget.sigmoid(), self.admit.sigmoid(), strict=True)
        return {
            name: cell_update(phi[name], slopes[name], f.expand_as(phi[name]), i.expand_as(phi[name]))
            for name, f, i in gates
        }
