"""Slips of the source's chapter 7, each with a check that refutes the form as written where a machine can.

- `comparing`: pairs, recommendation, proxy tasks, triplets and contrasts.
- `agreeing`: agreement without negatives, and redundancy.
- `metric`: embeddings with labels, by centres and by angles.
"""
