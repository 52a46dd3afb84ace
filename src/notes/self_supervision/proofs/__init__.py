"""The derivations of chapter 7.

- `comparing`: the gradients of the contrastive loss, when a triplet costs nothing, NT-Xent and its gradient.
- `agreeing`: agreement without negatives, why it can collapse, and Barlow Twins.
- `metric`: centre loss, its centres, and the angular margin of SphereFace.
"""
