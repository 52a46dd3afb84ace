"""Few-shot classifiers that learn a task by gradient steps: MAML, its first-order form, and the LSTM meta-learner."""

import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, grad_and_value, vmap

from notes.meta_learning.comparison import Embedding
from notes.meta_learning.learned_optimizer import cell_update


class GradientLearner(nn.Module):
    """A classifier whose initial weights are learned so that a few steps on the support set suffice: MAML.

    The output layer starts at zero, for the label of a class means nothing before the support set is seen.
    """

    def __init__(self, ways: int = 5, rate: float = 0.5, steps: int = 5) -> None:
        super().__init__()
        embedding, output = Embedding(32), nn.Linear(32, ways)
        nn.init.zeros_(output.weight)
        nn.init.zeros_(output.bias)
        self.learner = nn.Sequential(embedding, nn.ReLU(), output)
        self.rate, self.steps = rate, steps

    def forward(self, support: Tensor, query: Tensor) -> Tensor:
        """Logits of each query after adaptation to its own support set.

        Args:
            support: `tasks ways shots height width`.
            query: `tasks ways queries height width`.

        Returns:
            `tasks ways*queries ways`.
        """
        labels = torch.arange(support.shape[1], device=support.device).repeat_interleave(support.shape[2])

        def one(known: Tensor, asked: Tensor) -> Tensor:
            phi = self.fitted(known.flatten(0, 1)[:, None], labels)
            answer: Tensor = functional_call(self.learner, phi, (asked.flatten(0, 1)[:, None],))
            return answer

        answers: Tensor = vmap(one)(support, query)
        return answers

    def fitted(self, images: Tensor, labels: Tensor) -> dict[str, Tensor]:
        """The parameters after the steps of gradient descent on one support set.

        Args:
            images: of the support set.
            labels: their classes.

        Returns:
            The parameters of the task.
        """
        phi: dict[str, Tensor] = {**dict(self.learner.named_parameters())}
        for _ in range(self.steps):
            slopes, _ = self.slopes(phi, images, labels)
            phi = {name: value - self.rate * slopes[name] for name, value in phi.items()}
        return phi

    def slopes(self, phi: dict[str, Tensor], images: Tensor, labels: Tensor) -> tuple[dict[str, Tensor], Tensor]:
        """Gradients of the loss on the support set, differentiable in the parameters, and the loss.

        Args:
            phi: the parameters.
            images: of the support set.
            labels: their classes.

        Returns:
            One gradient a parameter, and a scalar.
        """
        found: tuple[dict[str, Tensor], Tensor] = grad_and_value(
            lambda at: nn.functional.cross_entropy(functional_call(self.learner, at, (images,)), labels)
        )(phi)
        return found


class FirstOrderLearner(GradientLearner):
    """MAML that takes the inner gradients as constants: no Hessian."""

    def slopes(self, phi: dict[str, Tensor], images: Tensor, labels: Tensor) -> tuple[dict[str, Tensor], Tensor]:
        """Gradients of the loss on the support set, and the loss, both cut off from the parameters.

        Args:
            phi: the parameters.
            images: of the support set.
            labels: their classes.

        Returns:
            One gradient a parameter, and a scalar.
        """
        slopes, loss = super().slopes(phi, images, labels)
        return {name: slope.detach() for name, slope in slopes.items()}, loss.detach()


class HeadLearner(GradientLearner):
    """MAML of which only the output layer takes the steps: ANIL. All tasks share the embedding, which is used once."""

    def fitted(self, images: Tensor, labels: Tensor) -> dict[str, Tensor]:
        """The parameters after the steps of the output layer on one support set.

        Args:
            images: of the support set.
            labels: their classes.

        Returns:
            The parameters of the task.
        """
        features, output = self.learner[:2](images), self.learner[2]
        phi: dict[str, Tensor] = dict(output.named_parameters())

        def loss(at: dict[str, Tensor]) -> Tensor:
            return nn.functional.cross_entropy(functional_call(output, at, (features,)), labels)

        for _ in range(self.steps):
            slopes = grad(loss)(phi)
            phi = {name: value - self.rate * slopes[name] for name, value in phi.items()}
        return dict(self.learner.named_parameters()) | {f"2.{name}": value for name, value in phi.items()}


class LstmMetaLearner(FirstOrderLearner):
    """The update is an LSTM cell with the parameters as its state; one pair of gates serves all coordinates."""

    def __init__(self, ways: int = 5) -> None:
        super().__init__(ways)
        self.forget, self.admit = (nn.Parameter(torch.zeros(5)) for _ in range(2))
        self.kept = nn.Parameter(torch.tensor(6.0))
        self.rated = nn.Parameter(torch.tensor(0.0))

    def fitted(self, images: Tensor, labels: Tensor) -> dict[str, Tensor]:
        """The parameters after the updates of the cell on one support set.

        Args:
            images: of the support set.
            labels: their classes.

        Returns:
            The parameters of the task.
        """
        phi: dict[str, Tensor] = {**dict(self.learner.named_parameters())}
        gates = {name: (torch.ones_like(value), torch.zeros_like(value)) for name, value in phi.items()}
        for _ in range(self.steps):
            slopes, loss = self.slopes(phi, images, labels)
            gates = {name: self.gates(phi[name].detach(), slopes[name], loss, gates[name]) for name in phi}
            phi = {name: cell_update(phi[name], slopes[name], *gates[name]) for name in phi}
        return phi

    def gates(
        self, theta: Tensor, slope: Tensor, loss: Tensor, previous: tuple[Tensor, Tensor]
    ) -> tuple[Tensor, Tensor]:
        """Forget and input gate of each coordinate of one parameter.

        Args:
            theta: the parameter.
            slope: its gradient; the gates see its sign and the logarithm of its size.
            loss: on the support set.
            previous: the gates of the step before.

        Returns:
            Forget and input gate, between 0 and 1, in the shape of the parameter.
        """
        size = slope.abs().clamp_min(1e-6).log() / 7
        inputs = (size, slope.sign(), loss, theta)
        forget, admit = (
            sum(weight * seen for weight, seen in zip(weights, (*inputs, gate), strict=True))
            for weights, gate in zip((self.forget, self.admit), previous, strict=True)
        )
        return (forget + self.kept).sigmoid(), (admit + self.rated).sigmoid()
