"""What ties the displayed equations of chapter 14 that no proof establishes to the code that implements them."""

import torch
from sklearn.feature_extraction.text import TfidfVectorizer

from notes.ledger import check
from notes.retrieval.sparse import bm25, tf_idf
from notes.retrieval.vocabulary import vocabulary, word_counts

TEXTS = ["a red cat and a red hat", "a cat", "the old mill by the sea", "a hat by the sea and a cat"]

DEFINITIONS = {
    "eq:open-book": "notes.retrieval.reader.token_log_probabilities",
    "eq:dual-encoder": "notes.retrieval.dense.DualEncoder",
    "eq:recall-at-k": "notes.retrieval.ranking.recall_at",
    "eq:rrf": "notes.retrieval.fusion.reciprocal_rank_fusion",
    "eq:cross-encoder": "notes.retrieval.cross_encoder.CrossEncoder",
    "eq:chunks": "notes.retrieval.chunking.chunks",
    "eq:passages-in-context": "notes.retrieval.chunking.passages_in_context",
    "eq:masked-span": "notes.retrieval.rag.sequence_log_likelihood",
    "eq:sum-of-maxima": "notes.retrieval.late_interaction.sum_of_maxima",
    "eq:splade": "notes.retrieval.learned_sparse.Expansion",
    "eq:expected-products": "notes.retrieval.learned_sparse.expected_products",
    "eq:neighbours-next": "notes.retrieval.nearest_neighbour_lm.neighbours_distribution",
    "eq:agreement": "notes.retrieval.evaluation.agreement",
    "eq:rag-posterior": "notes.retrieval.rag.document_posterior",
    "eq:regimes-loss": "notes.retrieval.system.marginal_loss",
    "eq:index-agreement": "notes.retrieval.regimes.index_agreement",
    "eq:coverage": "notes.retrieval.ask.coverage",
    "eq:balanced-accuracy": "notes.retrieval.questions.balanced_accuracy",
}


@check("eq:tf-idf")
def tf_idf_is_that_of_scikit_learn() -> None:
    """TF-IDF is that of scikit-learn on the same words."""
    columns = vocabulary(TEXTS)
    counts = word_counts(TEXTS, columns)
    reference = TfidfVectorizer(vocabulary=columns, token_pattern=r"[a-z0-9]+").fit_transform(TEXTS)
    expected = torch.tensor(reference.toarray(), dtype=torch.float32)
    torch.testing.assert_close(tf_idf(counts, counts), expected)


@check("eq:bm25")
def bm25_is_its_sum_over_words() -> None:
    """BM25 is the sum over the words of the question, written out."""
    columns = vocabulary(TEXTS)
    counts = word_counts(TEXTS, columns)
    mean_length, k1, b = counts.sum(1).mean(), 1.2, 0.75
    for place, text in enumerate(TEXTS):
        score = torch.tensor(0.0)
        for word in ("red", "cat", "sea"):
            frequency = counts[place, columns[word]]
            n = (counts[:, columns[word]] > 0).sum()
            rarity = (1 + (len(TEXTS) - n + 0.5) / (n + 0.5)).log()
            threshold = k1 * (1 - b + b * len(text.split()) / mean_length)
            score = score + rarity * (k1 + 1) * frequency / (frequency + threshold)
        found = bm25(word_counts(["red cat sea"], columns), counts)[0, place]
        torch.testing.assert_close(found, score)
