"""Experiments of chapter 14, each a function of one seed.

- `memory`: what a reader knows by heart and by book.
- `retrievers`: which retriever finds what.
- `prompts`: a language model that reads, or asks its neighbours.
- `regimes`: three ways to train retriever and reader.
"""
