"""The derivations of chapter 2.

- `exclusive`: the exclusive or, which needs hidden units
- `regions`: joints, slopes and numbers of regions of a shallow network, and its number of parameters
- `approximation`: the error of the interpolant, and two counterexamples
- `activation`: every derivative, and SELU's fixed point
- `depth`: composition, the two-layer expansion, narrow networks and the count of parameters
- `folding`: a zigzag after a zigzag, and a tent after a tent
- `scaling`: width and depth on a budget
- `lookup`: a memory that answers its keys
- `gated`: gated linear units, their derivatives, products and number
"""
