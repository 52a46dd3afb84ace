"""Chapter 7: self-supervised and metric learning.

- `angular`: the modified softmax, and the angular margin of SphereFace.
- `collapse`: agreement without negatives, and how many directions embeddings use.
- `contrastive`: contrastive and triplet losses, and NT-Xent over the views of a batch.
- `redundancy`: the cross-correlation of two views, and the loss of Barlow Twins.
"""
