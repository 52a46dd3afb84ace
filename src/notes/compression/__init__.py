"""Chapter 12: model compression.

- `stacked`: networks of one shape trained side by side, so that every experiment has several seeds.
- `pruning`: saliency by magnitude, by chance and by gradient; masks over all layers or layer by layer.
- `curvature`: saliency by the second derivative, with the other weights fixed and with the others making up for it.
- `structure`: whole units and channels removed, and the multiplications that are left.
- `storage`: bytes of a sparse matrix and of packed codes.
- `lottery`: the four steps to a winning ticket, at once and in rounds, and its two controls.
- `quantization`: scale and zero point, affine and symmetric, for a tensor or for each channel.
- `calibration`: grids of activations, from a few examples.
- `straight_through`: rounding that lets gradients pass, for training with quantised weights.
- `distillation`: soft targets at a temperature.
- `hints`: features of a teacher as targets.
- `layerwise`: what the outputs of one map pay, and rounding by the surgeon (GPTQ).
- `activation_aware`: columns scaled before rounding by what they meet (AWQ).
- `semi_structured`: two of four, by magnitude and by the surgeon (SparseGPT).
- `normal_float`: four bits at the quantiles of a Gaussian, and adapters beside them (QLoRA).
- `low_bits`: a language model of which every map is written anew.
- `study`: the task on which the chapter measures.
- `regression`: a loss whose Hessian is exact, for saliencies by curvature.
- `figures`: the chapter's pictures.
- `schemes`: its diagrams of boxes and arrows.
- `proofs`, `checks`, `formulas`, `notation`, `errata`, `exercises`: what is established, corrected and asked.
"""
