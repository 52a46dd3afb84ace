"""The roof: Python-Markdown extensions that turn the pages into a site.

maths        LaTeX of a page to MathML
mathml       a formula of LaTeX as MathML
equations    numbers and anchors of the equations
fences       the fences `proof`, `erratum`, `errata`, `ledger` and `card`, parsed as the Markdown that follows
proofs         a proof, folded, with its verdict
slips          an erratum in its section, and the list of all
register       the ledger as tables
card           what opens a chapter
verdicts     what checking found, remembered until the code changes
blocks       Python blocks with their figure
figures      the figures, drawn once for light and dark
light        a drawing in fewer bytes
outputs      the `#>` lines of the blocks
tokens       code in fewer elements
book         the course as one PDF
browser      Chromium
twice        two builds that must be equal
fingerprint  a hash of a piece of source with all of `notes` that it reaches
"""
