"""Chapter 6: convolutional networks and ResNet.

- `circular`, `circulant`: circular convolution by index and by matrix; the waves that diagonalise all such matrices.
- `spectral`: the convolution theorem, and what either route costs.
- `planar`, `photographs`: convolution and cross-correlation of images, on two photographs.
- `padding`: kinds of padding, and the size of the output.
- `layer`, `separable`: convolutional layers by one matrix product, and taken apart; parameter counts.
- `pooling`, `transposed`: smaller images, and larger ones again.
- `receptive_field`: by recursion and by gradient.
- `lenet`, `resnet`, `densenet`, `unet`: networks, built of layers and of the blocks of `residual`.
- `batch_normalization`, `layer_normalization`, `residual`, `highway`: what lets deep networks train.
- `inverted_bottleneck`, `mixing`: blocks since then, and attention beside convolution.
- `shattering`: slopes of deep networks by their input, and how they decorrelate.
- `shapes`: images to be segmented, and the overlap by which a segmentation is judged.
- `training`: training by small batches.
- `figures`, `schemes`: the chapter's pictures.
- `proofs`, `checks`, `notation`, `errata`, `exercises`: what is established, corrected and asked.
"""
