"""Formulas of chapter 14 that the code implements, compared with it on random inputs."""

from random import Random

from notes.reading.formula import Case, doubles, drawn, formula, shares
from notes.retrieval.rag import document_posterior


@formula(
    "eq:rag-posterior",
    r"p(z \mid x, y) = \frac{p_\phi(z \mid x) \, p_\theta(y \mid x, z)}{p(y \mid x)}",
    notation={
        r"p_\phi(z \mid x)": "p_z",
        r"p_\theta(y \mid x, z)": "q_z",
        r"p(y \mid x)": r"\sum_{v=1}^{3} p_v q_v",
    },
)
def posterior_of_a_document(random: Random) -> Case:
    """The probability of a document once an answer of one word is known."""
    prior, word, z = shares(random, 3), drawn(random, 3, lower=0.01, upper=1), random.randint(1, 3)
    found = document_posterior(doubles(prior).log(), doubles(word)[:, None].log())
    return {"p": prior, "q": word, "z": z}, found[z - 1].item()
