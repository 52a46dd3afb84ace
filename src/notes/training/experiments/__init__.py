"""Experiments of chapter 4: `minima` on the Gabor loss, `networks` of many layers, `rivals` on the digits."""
