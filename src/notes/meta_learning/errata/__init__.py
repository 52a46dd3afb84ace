"""Slips of the source's chapter 13, each with a check where a machine can tell.

- `objectives`: tasks, what is maximised over them, and the three approaches
- `memories`: comparing with examples, and reading and writing a memory
- `descents`: learned optimisers and learned starts
"""
