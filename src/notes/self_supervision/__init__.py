"""Chapter 7: self-supervised and metric learning.

- `siamese`: one encoder, asked twice.
- `recommendation`: neural collaborative filtering, and how a ranking is judged.
- `views`: random distortions that an image survives.
- `proxy_tasks`: exemplar, rotation, relative position, jigsaw.
- `linear_evaluation`: a logistic regression on frozen features.
- `contrastive`: contrastive and triplet losses, and NT-Xent over the views of a batch.
- `mining`: batch-hard and semi-hard triplets.
- `collapse`: agreement without negatives, and how many directions embeddings use.
- `redundancy`: the cross-correlation of two views, Barlow Twins, VICReg.
- `methods`: SimCLR, BYOL, SimSiam, Barlow Twins, VICReg, rotation, and two that collapse.
- `study`: one harness for all methods, and their judge.
- `linear_agreement`: agreement of one weight and one predictor, and where its descent goes.
- `info_nce`: one key among many, a queue of keys, and a bound on mutual information.
- `distillation`: DINO, whose teacher is centred and sharpened.
- `masking`: masked autoencoders.
- `two_towers`: images and words in one space.
- `metric`: recall at k, overlap, and the share of triplets that still cost something.
- `metric_training`: embeddings trained with labels, by pairs and by triplets.
- `center`: centre loss, and how its centres move.
- `angular`: the modified softmax, and the angular margins of SphereFace and ArcFace.
- `planar`: features in the plane, to look at.
- `figures`, `schemes`, `proofs`, `checks`, `formulas`, `notation`, `errata`, `exercises`: what the page shows of them.
"""
