"""Experiments of chapter 6: `layers`, `depths`, `covariate_shift`, `architectures`, and on what came since."""
