"""Experiments as data: a function of one seed, claims about its runs, and the table of these."""
