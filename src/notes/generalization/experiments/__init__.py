"""Experiments of chapter 5: `fits`, `descents` past the peak, `remedies` on digits, `interpolation`, `power_laws`."""
