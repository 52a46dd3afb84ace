"""Three shapes of one recurrent network: many to one, one to many, many to many."""

import torch
from jaxtyping import Float, jaxtyped
from torch import Tensor, nn

from notes.domain import beartype, require_sizes
from notes.transformers.recurrent import recurrent_state, recurrent_states


class RecurrentLayer(nn.Module):
    """The recurrent cell with its weights, for sequences that lie side by side in a batch.

    Attributes:
        read: the weights of what is read, and the bias.
        remember: the weights of the state.

    Reference: J. L. Elman, Finding Structure in Time, 1990.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, hidden: int) -> None:
        require_sizes(inputs=inputs, hidden=hidden)
        super().__init__()
        self.read = nn.Linear(inputs, hidden)
        self.remember = nn.Linear(hidden, hidden, bias=False)

    @jaxtyped(typechecker=beartype)
    def forward(self, readings: Float[Tensor, "batch time inputs"]) -> Float[Tensor, "batch time hidden"]:
        """The state after each step, from the state zero on."""
        start = readings.new_zeros(len(readings), self.remember.in_features)
        weights = (self.read.weight, self.remember.weight, self.read.bias)
        return recurrent_states(readings.transpose(0, 1), start, *weights).transpose(0, 1)

    @jaxtyped(typechecker=beartype)
    def step(
        self, reading: Float[Tensor, "batch inputs"], state: Float[Tensor, "batch hidden"]
    ) -> Float[Tensor, "batch hidden"]:
        """The state after one step."""
        return recurrent_state(reading, state, self.read.weight, self.remember.weight, self.read.bias)


class ManyToOne(nn.Module):
    r"""A sequence goes in, one answer comes out, read off the last state: classification.

    $$y = W_y h_T + b_y$$

    Attributes:
        layer: the recurrent layer.
        output: the weights $W_y$ and the bias $b_y$ of the answer.

    Reference: A. Karpathy, The Unreasonable Effectiveness of Recurrent Neural Networks, 2015.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        require_sizes(inputs=inputs, hidden=hidden, outputs=outputs)
        super().__init__()
        self.layer, self.output = RecurrentLayer(inputs, hidden), nn.Linear(hidden, outputs)

    @jaxtyped(typechecker=beartype)
    def forward(self, readings: Float[Tensor, "batch time inputs"]) -> Float[Tensor, "batch outputs"]:
        """One answer per sequence."""
        answer: Tensor = self.output(self.layer(readings)[:, -1])
        return answer


class ManyToMany(ManyToOne):
    r"""A sequence goes in, an answer comes out at every step: tagging, or the prediction of what comes next.

    $$y_t = W_y h_t + b_y$$

    Attributes:
        layer: the recurrent layer.
        output: the weights $W_y$ and the bias $b_y$ of every answer.

    Reference: A. Karpathy, The Unreasonable Effectiveness of Recurrent Neural Networks, 2015.
    """

    @jaxtyped(typechecker=beartype)
    def forward(self, readings: Float[Tensor, "batch time inputs"]) -> Float[Tensor, "batch time outputs"]:
        """One answer per step."""
        answers: Tensor = self.output(self.layer(readings))
        return answers


class OneToMany(nn.Module):
    r"""One vector goes in as the first state, a sequence comes out; each step reads what the step before wrote.

    $$h_0 = W_0 x + b_0, \qquad y_0 = 0, \qquad h_t = \tanh(W_x y_{t-1} + W_h h_{t-1} + b), \qquad y_t = W_y h_t + b_y$$

    Attributes:
        start: the map from what is given to the first state.
        layer: the recurrent layer.
        output: the weights and the bias of every output.

    Reference: A. Karpathy, The Unreasonable Effectiveness of Recurrent Neural Networks, 2015.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        require_sizes(inputs=inputs, hidden=hidden, outputs=outputs)
        super().__init__()
        self.start, self.layer = nn.Linear(inputs, hidden), RecurrentLayer(outputs, hidden)
        self.output = nn.Linear(hidden, outputs)

    @jaxtyped(typechecker=beartype)
    def forward(self, given: Float[Tensor, "batch inputs"], steps: int) -> Float[Tensor, "batch {steps} outputs"]:
        """What is written in the given number of steps."""
        state = self.start(given)
        written = given.new_zeros(len(given), self.output.out_features)
        outputs = []
        for _ in range(steps):
            state = self.layer.step(written, state)
            written = self.output(state)
            outputs.append(written)
        return torch.stack(outputs, dim=1)


class EncoderDecoder(nn.Module):
    r"""Many to one, then one to many: all that was read passes through one vector of fixed length.

    $$z = W_y h_T + b_y, \qquad s_0 = W_0 z + b_0$$

    Attributes:
        encoder: from a sequence to one vector.
        decoder: from the vector to a sequence, of any other length.

    Reference: I. Sutskever, O. Vinyals and Q. V. Le, Sequence to Sequence Learning with Neural Networks, 2014.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        require_sizes(inputs=inputs, hidden=hidden, outputs=outputs)
        super().__init__()
        self.encoder = ManyToOne(inputs, hidden, hidden)
        self.decoder = OneToMany(hidden, hidden, outputs)

    @jaxtyped(typechecker=beartype)
    def forward(
        self, readings: Float[Tensor, "batch time inputs"], steps: int
    ) -> Float[Tensor, "batch {steps} outputs"]:
        """What is written in the given number of steps after all was read."""
        written: Tensor = self.decoder(self.encoder(readings), steps)
        return written
