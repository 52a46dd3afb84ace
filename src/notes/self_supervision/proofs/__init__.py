"""The derivations of chapter 7.

- `comparing`: the gradients of the contrastive loss, when a triplet costs nothing, NT-Xent and its gradient; InfoNCE.
- `agreeing`: agreement without negatives, why it can collapse, and Barlow Twins.
- `linear`: agreement of one weight and one predictor, and what becomes of it without either guard.
- `distilling`: centring and sharpening of two units.
- `metric`: centre loss, its centres, and the angular margins of SphereFace and ArcFace.
"""
