"""Experiments of chapter 8, each a function of one seed.

- `sequences`: gradients through time and through depth, exposure bias, reversing and adding.
- `words`: mutual information, nearest words and analogies, one word with two senses.
- `pretraining`: hidden words, few labels, features that move to other digits, few images.
- `language`: perplexity and tokenizers, patterns that come again, preferences.
- `databases`: facts read one at a time, and all at once.
"""
