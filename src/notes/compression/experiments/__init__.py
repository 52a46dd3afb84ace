"""Experiments of chapter 12, each a function of one seed.

- `digits`: pruning, tickets, rounding and distillation on small networks of digits.
- `language`: few bits, half of the weights and adapters in a small language model.
"""
