"""What ties the displayed equations of chapter 8 that no proof establishes to the code that implements them."""

import torch

from notes.ledger import check
from notes.transformers.initialization import normally_initialized
from notes.transformers.vision_transformer import VIT_DIGITS, VisionTransformer, patches

DEFINITIONS: dict[str, str] = {
    "eq:rnn-cell": "notes.transformers.recurrent.recurrent_state",
    "eq:lstm": "notes.transformers.gated.lstm_state",
    "eq:gru": "notes.transformers.gated.gru_state",
    "eq:rnn-shapes": "notes.transformers.sequence_to_sequence.ManyToMany",
    "eq:encoder-decoder": "notes.transformers.sequence_to_sequence.EncoderDecoder",
    "eq:sequence-log-likelihood": "notes.transformers.autoregressive.sequence_log_likelihoods",
    "eq:beam": "notes.transformers.autoregressive.beam_search",
    "eq:teacher-forcing": "notes.transformers.teacher_forcing.trained_writer",
    "eq:additive-score": "notes.transformers.additive.additive_scores",
    "eq:attention-context": "notes.transformers.encoder_decoder.AttentiveEncoderDecoder",
    "eq:scaled-dot-product-attention": "notes.transformers.attention.scaled_dot_product_attention",
    "eq:attention-mask": "notes.transformers.attention.attention_weights",
    "eq:self-attention": "notes.transformers.self_attention.SelfAttention",
    "eq:multi-head-attention": "notes.transformers.attention.MultiHeadAttention",
    "eq:sinusoidal-encoding": "notes.transformers.positional.sinusoidal_encoding",
    "eq:feed-forward": "notes.transformers.layers.feed_forward",
    "eq:post-norm": "notes.transformers.layers.EncoderLayer",
    "eq:pre-norm": "notes.transformers.layers.PreNormEncoderLayer",
    "eq:decoder-layer": "notes.transformers.decoder.DecoderLayer",
    "eq:bert-embedding": "notes.transformers.bert.Embeddings",
    "eq:bert-encoder": "notes.transformers.bert.Bert",
    "eq:masked-loss": "notes.transformers.masked_language.masked_cross_entropy",
    "eq:best-span": "notes.transformers.heads.best_span",
    "eq:vision-embedding": "notes.transformers.vision_transformer.VisionTransformer",
    "eq:frozen-or-fine-tuned": "notes.transformers.transfer.fine_tuned",
    "eq:cbow": "notes.transformers.word2vec.cbow_scores",
    "eq:skip-gram": "notes.transformers.word2vec.skip_gram_loss",
    "eq:negative-sampling": "notes.transformers.word2vec.negative_sampling_loss",
    "eq:bidirectional": "notes.transformers.elmo.language_loss",
    "eq:elmo": "notes.transformers.elmo.layer_mixture",
    "eq:byte-pairs": "notes.transformers.byte_pairs.byte_pair_merges",
    "eq:rotary": "notes.transformers.rotary.rotated",
    "eq:rms-norm": "notes.transformers.rms_norm.rms_normalized",
    "eq:low-rank": "notes.transformers.low_rank.LowRankLinear",
    "eq:decoder-only": "notes.transformers.language_model.Block",
    "eq:perplexity": "notes.transformers.language_model.perplexity",
    "eq:next-token": "notes.transformers.sampling.nucleus",
    "eq:online-recursion": "notes.transformers.online_softmax.blockwise_attention",
    "eq:preference-loss": "notes.transformers.preference.preference_loss",
}


@check("eq:patch-convolution")
def projected_patches_are_a_strided_convolution() -> None:
    """The map of the patches is a convolution whose stride is the side of its kernel."""
    generator = torch.Generator().manual_seed(0)
    images = torch.randn(2, 3, 8, 12, generator=generator)
    weight, bias = torch.randn(5, 3, 4, 4, generator=generator), torch.randn(5, generator=generator)
    planes = torch.nn.functional.conv2d(images, weight, bias, stride=4)
    projected = patches(images, 4) @ weight.flatten(start_dim=1).T + bias
    assert projected.shape == (2, 6, 5)
    assert torch.allclose(projected, planes.flatten(start_dim=2).mT, atol=1e-4)


@check("eq:vision-shuffled")
def shuffled_patches_with_shuffled_positions_give_the_same_logits() -> None:
    """The order of the patches is told by their positions alone."""
    generator = torch.Generator().manual_seed(0)
    network = VisionTransformer(VIT_DIGITS)
    normally_initialized(network, generator, deviation=0.3)
    images = torch.rand(3, 1, 8, 8, generator=generator)
    order = torch.randperm(16, generator=generator)
    cut = patches(images, 2)[:, order].unflatten(2, (2, 2)).unflatten(1, (4, 4))
    shuffled = cut.transpose(2, 3).reshape(3, 1, 8, 8)
    before = network(images)
    assert not torch.allclose(network(shuffled), before, atol=1e-3)
    with torch.no_grad():
        network.position.weight[1:] = network.position.weight[1:][order]
    assert torch.allclose(network(shuffled), before, atol=1e-5)
