"""What ties the displayed equations of chapter 8 that no proof establishes to the code that implements them."""

DEFINITIONS: dict[str, str] = {
    "eq:rnn-cell": "notes.transformers.recurrent.recurrent_state",
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
}
