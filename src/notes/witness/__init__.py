r"""A second witness of the proofs: other solvers, and no code of the engine, on the relations that it has established.

`notes.proof` rests on SymPy's simplification and assumptions. Here each relation is read anew: what SymPy only
represents (exponentials, logarithms, roots, sums, unnamed functions) becomes a letter with the polynomial facts that
are known of it, equal terms the same letter. What holds for all values of the letters holds for the terms, so that a
relation between polynomials is left, for solvers that share nothing with SymPy. SymPy is trusted to hold expressions,
to take derivatives and to substitute.

- `letters`: terms as letters, with facts
- `powers`, `operators`: the laws of powers, logarithms, angles, and of sums, products and integrals
- `ring`: fractions of polynomials, by FLINT; an identity between them confirms an equation
- `solver`: polynomial relations under facts, by z3
- `words`: matrices of any size as polynomials in letters that do not commute
- `balls`: intervals with rounding, by Arb: relations between numbers, and contradictions at exact points
- `reading`: the questions that a proof asks
- `verdicts`: who confirms which link, and the table of it

A relation that no solver confirms is not false: it may need a law that is not here. One that a solver contradicts is a
disagreement between the witnesses, and a failure.
"""
