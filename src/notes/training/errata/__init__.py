"""Slips of the source's chapter 4, each with a check that refutes the form as written where a machine can.

- `descent`: descent, batches and the rules of the step.
- `networks`: backpropagation, computation graphs and initialisation.
"""
