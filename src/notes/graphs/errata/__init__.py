"""Where the source's chapter 10 slips, with a check for each slip that a machine can judge.

- `networks`: graphs as matrices, tasks, layers, batches
- `gathering`: aggregations, attention, the framework, the Laplacian
"""
