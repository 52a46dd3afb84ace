"""Chapter 8: from recurrent networks to transformers.

- `recurrent`: the vanilla recurrent cell and the network unrolled over time.
- `through_time`: gradients through time, as products of Jacobians.
- `initialization`: weights drawn anew from a generator.
- `sequence_to_sequence`: many to one, one to many, many to many.
- `autoregressive`: the probability of a sequence, sampling, greedy search and beam search.
- `teacher_forcing`: a writer that is fed the true words, or its own.
- `encoder_decoder`: encoder and decoder with additive attention.
- `translation`: training of models that read and write, and exact match.
- `tasks`: sequences to be reversed, numbers to be added.
- `saturation`: the derivative of softmax, and the scores of random queries and keys.
- `self_attention`: self-attention with every column of its calculation.
- `transformer`: encoder and decoder stacks, with the normalisation in either place.
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
