"""Chapter 8: from recurrent networks to transformers.

- `recurrent`: the vanilla recurrent cell and the network unrolled over time.
- `additive`: the scores of additive attention.
- `attention`: scaled dot-product attention with masks, and attention with several heads.
- `layers`: encoder layers that normalise after each sum, or before each part.
- `decoder`: decoder layers, normalised in either place.
- `positional`: the sinusoidal encoding of positions.
- `counts`: the parameters of BERT and of the Vision Transformer, by closed formulas.
- `packing`: sentences and pairs between special tokens, and pairs that follow each other or do not.
- `masked_language`: which tokens are hidden, what stands in their place, and the loss on them.
- `bert`: embeddings, encoder and pooler.
- `heads`: the heads of pretraining, and those for a sentence, a pair, each token and a span.
- `grammar`: a made-up language with topics and agreement.
- `pretraining`: a small BERT pretrained by both tasks, fine-tuned, or read by a linear map.
- `vision_transformer`: patches, class token, positions, encoder, and where the class token looks.
- `comparison`: a Vision Transformer beside a convolutional network and a linear model.
- `transfer`: features frozen, fine-tuned or learnt from scratch, on grainy digits.
"""
