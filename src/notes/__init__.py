"""Executable lecture notes on deep learning: a sub-package a chapter, on a ground floor of proofs and data."""

import os

# SymPy must compute alike with and without FLINT, which the second witness of the proofs brings, and not by it.
os.environ.setdefault("SYMPY_GROUND_TYPES", "python")
