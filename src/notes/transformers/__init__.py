"""Chapter 8: from recurrent networks to transformers.

- `recurrent`: the vanilla recurrent cell and the network unrolled over time.
- `additive`: the scores of additive attention.
- `attention`: scaled dot-product attention with masks, and attention with several heads.
- `layers`: encoder layers that normalise after each sum, or before each part.
- `decoder`: decoder layers, normalised in either place.
- `positional`: the sinusoidal encoding of positions.
- `counts`: the parameters of BERT, by a closed formula.
- `corpus`: a shipped text as words, windows and counts.
- `word2vec`: the continuous bag of words, the skip-gram, negative sampling and its optimum.
- `neighbours`: nearest words, analogies, and a plane to draw them in.
- `senses`: sentences in which one word has two senses.
- `elmo`: two language models, and the mixture of their layers.
- `framing`: every task as text to text.
- `spans`: span corruption, and its undoing.
- `facts`: a small world in sentences, and questions about it.
- `neural_database`: a reader of single facts, and operators.
- `fusion`: one network that reads all facts at once.
"""
