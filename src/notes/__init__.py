"""Executable lecture notes on deep learning: a sub-package a chapter, on a ground floor of proofs and data."""
