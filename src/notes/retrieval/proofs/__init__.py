"""Proofs of chapter 14.

- `sparse`: guessing without knowledge, the weight of a word in BM25, and the coverage of a question.
- `dense`: inner products, the loss with in-batch negatives, measures of a ranking.
- `rag`: marginals over documents, and the gradient to the retriever.
- `training`: gradients of both encoders, an index that is stale, a reader that is perfect.
- `searching`: one vector against many, weights that are spread evenly, the number of lists that costs least.
- `answering`: a mixture with neighbours, and what agreement says of being right.
"""
