"""Chapter 8: from recurrent networks to transformers.

- `recurrent`: the vanilla recurrent cell and the network unrolled over time.
- `additive`: the scores of additive attention.
- `attention`: scaled dot-product attention with masks, and attention with several heads.
- `layers`: encoder layers that normalise after each sum, or before each part.
- `decoder`: decoder layers, normalised in either place.
- `positional`: the sinusoidal encoding of positions.
- `counts`: the parameters of BERT, by a closed formula.
"""
