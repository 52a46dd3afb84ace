"""Encoder and decoder with additive attention: what was read stays in reach while the answer is written."""

from typing import NamedTuple

import torch
from jaxtyping import Float, Int, jaxtyped
from torch import Tensor, nn
from torch.nn import functional

from notes.domain import beartype, require_below, require_sizes
from notes.transformers.additive import additive_scores
from notes.transformers.sequence_to_sequence import RecurrentLayer


class Translation(NamedTuple):
    """What the decoder says at every step, and where it looked.

    Attributes:
        scores: the logits of the words, at every step.
        alignment: how much each step looks at each word of the source; every row sums to 1.
    """

    scores: Float[Tensor, "batch written words"]
    alignment: Float[Tensor, "batch written read"]


class AttentiveEncoderDecoder(nn.Module):
    r"""Recurrent encoder and decoder, joined by additive attention.

    $$\alpha_t = \operatorname{softmax}_i\, v^\top \tanh(W_s s_{t-1} + W_h h_i), \qquad
    c_t = \sum_i \alpha_{ti} h_i, \qquad s_t = \tanh(W_x [y_{t-1}; c_t] + W_r s_{t-1} + b)$$

    Attributes:
        words: size of the alphabet; one symbol more stands before the first word that is written.
        encoder: the layer that reads.
        decoder: the layer that writes.
        ask: the weights of the decoder's state in a score.
        hold: the weights of the encoder's state in a score.
        weigh: the vector that makes a number of both.
        output: the scores of the words.

    Reference: D. Bahdanau, K. Cho and Y. Bengio, Neural Machine Translation by Jointly Learning to Align and Translate,
    2015.
    """

    @jaxtyped(typechecker=beartype)
    def __init__(self, words: int, hidden: int) -> None:
        require_sizes(words=words, hidden=hidden)
        super().__init__()
        self.words = words
        self.encoder = RecurrentLayer(words, hidden)
        self.decoder = RecurrentLayer(words + 1 + hidden, hidden)
        self.ask, self.hold = (nn.Linear(hidden, hidden, bias=False) for _ in range(2))
        self.weigh, self.output = nn.Linear(hidden, 1, bias=False), nn.Linear(hidden, words)

    @jaxtyped(typechecker=beartype)
    def forward(
        self, source: Int[Tensor, "batch read"], target: Int[Tensor, "batch written"]
    ) -> Float[Tensor, "batch written words"]:
        """The scores of each word of the target, given the source and the true words before."""
        return self.translation(source, target).scores

    @jaxtyped(typechecker=beartype)
    def translation(self, source: Int[Tensor, "batch read"], target: Int[Tensor, "batch written"]) -> Translation:
        """The scores, and where the decoder looked; at each step the true words were written before it."""
        require_below(self.words, source=source, target=target)
        annotations = self.encoder(functional.one_hot(source, self.words).to(self.ask.weight.dtype))
        state, scores, alignment = torch.zeros_like(annotations[:, 0]), [], []
        for word in functional.pad(target[:, :-1], (1, 0), value=self.words).unbind(dim=1):
            state, weights = self.step(annotations, state, word)
            scores.append(self.output(state))
            alignment.append(weights)
        return Translation(torch.stack(scores, dim=1), torch.stack(alignment, dim=1))

    @jaxtyped(typechecker=beartype)
    def step(
        self,
        annotations: Float[Tensor, "batch read hidden"],
        state: Float[Tensor, "batch hidden"],
        word: Int[Tensor, " batch"],
    ) -> tuple[Float[Tensor, "batch hidden"], Float[Tensor, "batch read"]]:
        """The next state, and the weights with which the source was looked at on the way to it."""
        parts = (self.ask.weight, self.hold.weight, self.weigh.weight[0])
        weights = additive_scores(state[:, None], annotations, *parts).softmax(dim=-1)
        context = (weights @ annotations)[:, 0]
        before = functional.one_hot(word, self.words + 1).to(context.dtype)
        return self.decoder.step(torch.cat([before, context], dim=1), state), weights[:, 0]
