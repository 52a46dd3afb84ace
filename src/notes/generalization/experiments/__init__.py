"""Experiments of chapter 5: `fits` by least squares, `descents` past the peak, `remedies` on digits."""
