"""Slips of the source's chapter 8, each with a check that refutes the form as written and confirms the right one.

- `attention`: recurrent networks and attention.
- `bert`: BERT and transfer learning.
- `words`: word vectors, T5 and neural databases.
"""
