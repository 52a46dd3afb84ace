"""Chapter 13: meta learning.

- `glyphs`: images of many characters in a few fonts.
- `episodes`: N-way k-shot tasks, episodic training, accuracy with its interval.
- `pretraining`: the baseline without tasks, a classifier of all known classes and its embedding.
- `comparison`: kernel prediction; prototypical, matching, siamese and relation networks; nearest neighbour.
- `memory`: the memory of a Neural Turing Machine.
- `memory_augmented`: a learner on top of a memory that writes to its least used row.
- `turing_machine`: a Neural Turing Machine whose controller is trained to copy.
- `learned_optimizer`: the update as an LSTM cell, and an optimiser that is trained over a horizon.
- `gradient_learner`: few-shot classifiers by MAML, its first-order form, ANIL, and the LSTM meta-learner.
- `maml`: adaptation, its gradient with and without the Hessians, Reptile, sinusoids.
- `figures`: the chapter's pictures.
- `proofs`, `checks`, `notation`, `errata`, `exercises`: what is established, corrected and asked.
"""
