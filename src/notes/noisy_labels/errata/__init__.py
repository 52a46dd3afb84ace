"""Slips of the source's chapter 15, each with a check that refutes the form as written where a machine can.

- `noise`: where noise comes from, risks, and the matrix that describes it
- `remedies`: robust losses, early learning, blended and selected examples
"""
