r"""The ground floor: the LaTeX of a page, read into SymPy and compared with the claims of a proof.

- `tokens`: LaTeX as a tree of tokens, and macros on it
- `names`: what the names of a proof are
- `cursor`: a place in a sequence of tokens
- `expressions`, `operations`, `naming`: the subset of LaTeX that the pages use
- `places`: values at a place, where something is least, or in a limit
- `displays`: a display as the relations that it states
- `statements`: each of them as a statement, such as proofs claim
- `agreement`: whether it is what a proof establishes
- `formula`: a formula as a function of numbers, compared with the code that implements it
- `comparison`: what of a display a proof establishes

A display is read with the symbols of its proof: what prints as `x_i` in the proof is what `x_i` on the page stands for.
Where page and proof write something in two ways, the `notation` of the chapter says so, LaTeX for LaTeX. A relation of
the display is covered if the kernel would accept it as a claim of the proof: it is the same up to expanding its sides.
What is not read is not covered; nothing is guessed.
"""
