"""What ties the displayed equations of chapter 8 that no proof establishes to the code that implements them."""

DEFINITIONS: dict[str, str] = {
    "eq:cbow": "notes.transformers.word2vec.cbow_scores",
    "eq:skip-gram": "notes.transformers.word2vec.skip_gram_loss",
    "eq:negative-sampling": "notes.transformers.word2vec.negative_sampling_loss",
    "eq:bidirectional": "notes.transformers.elmo.language_loss",
    "eq:elmo": "notes.transformers.elmo.layer_mixture",
}
