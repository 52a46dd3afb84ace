"""How long the code that is taught takes, and how much memory it needs, next to PyTorch's own.

- `pair`: two ways to compute one thing, and inputs of two sizes
- `losses`, `layers`, `operators`: the pairs
- `measurement`: the processor time of a call and the memory that it holds at most
- `table`: the table that is committed, and how its page shows it
"""
