"""Experiments of chapter 5: `fits`, `descents`, `remedies`, `memorization`, and on what came since."""
