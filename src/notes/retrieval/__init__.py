"""Chapter 14: retrieval-augmented generation.

- `knowledge`: a seeded knowledge base of sentences, with questions in its words and in other words.
- `task`: that collection with facts to train on, facts held out, and entities never asked about.
- `vocabulary`: words of a text, and texts as counts of words.
- `sparse`: TF-IDF and BM25.
- `ranking`: ranks, recall at k, mean reciprocal rank.
- `dense`: two encoders, the loss with in-batch negatives, exact search by inner products.
- `comparison`: sparse and dense retrieval on the same questions.
- `reader`: a small generator that answers from a passage, or without one.
- `open_book`: the same generator by heart and by book.
- `rag`: marginals over retrieved documents, by sequence and by token, and who gets the gradient.
- `regimes`: the same task trained as DPR, as RAG and as REALM, with an index that ages and is refreshed.
- `pages`: the pages of these notes, divided into sections.
- `ask`: answers from these notes with the section they come from, or "not in the notes"; also a command.
- `questions`: questions about these notes, with and without an answer in them, to set and to test the threshold.
- `figures`: the chapter's pictures.
- `proofs`, `checks`, `formulas`, `notation`, `errata`, `exercises`: what is established, corrected and asked.
"""
