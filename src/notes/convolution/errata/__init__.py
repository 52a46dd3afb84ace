"""Slips of the source's chapter 6, each with a check that refutes the form as written where a machine can.

- `convolutions`: convolution, its matrices and its layers.
- `depth`: what lets deep networks train.
"""
