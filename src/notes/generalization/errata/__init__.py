"""Slips of the source's chapter 5, each with a check that refutes the form as written where a machine can.

- `errors`: where errors come from, capacity and dimension.
- `remedies`: penalties, early stopping, dropout and augmentation.
"""
