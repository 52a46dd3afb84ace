# %% [markdown]
# # Lab 8.3: a database of sentences
#
# Facts are sentences, and questions ask to select, project, join, count or compare. Two ways to answer: a reader that
# sees one fact at a time, with operators that put together what it finds; and one network that reads all facts at
# once, and starts from the reader's own trained encoder. How many answers are exactly right, as the database grows?

# %%
import torch

from notes.plotting import display
from notes.transformers.facts import KINDS, accuracies
from notes.transformers.figures import accuracy_by_size
from notes.transformers.fusion import (
    examinations,
    fused_answer,
    trained_fusion_reader,
)
from notes.transformers.neural_database import derived, lessons, trained_fact_reader

SEEDS = range(3)
SIZES, DATABASES = (8, 24, 64), 12

# %% [markdown]
# ## Three seeds
#
# The reader learns from databases of ten facts, its rival from databases of six and eight. No combination of the
# databases that both are judged on, who lives where, who is how old, occurred in training.

# %%
operators, fused = [], []
for seed in SEEDS:
    rng = torch.Generator().manual_seed(seed)
    reader = trained_fact_reader(lessons(300, rng), 300, rng)
    exams = [examinations(150, size, rng) for size in (6, 8)]
    rival = trained_fusion_reader(exams, reader.encoder, 300, rng)
    ways = (
        lambda asked, told, reader=reader: derived(asked, told, reader).answer,
        lambda asked, told, rival=rival: fused_answer(asked, told, rival),
    )
    for found, way in zip((operators, fused), ways, strict=True):
        found.append(accuracies(way, SIZES, DATABASES, rng))
operators, fused = torch.stack(operators), torch.stack(fused)

# %%
for name, shares in (("reader and operators", operators), ("one network", fused)):
    for kind, drawn in zip(KINDS, shares.unbind(dim=1), strict=True):
        low, high = drawn[:, -1].min(), drawn[:, -1].max()
        print(f"{name}, {kind}, {SIZES[-1]} facts: {low:.1f} to {high:.1f}")

# %% [markdown]
# For every seed: reader and operators answer four questions in five and more, of every kind and at every size; the one
# network copies words as well, but at 64 facts it cannot join, count or compare.

# %%
copying, combining = slice(0, 2), slice(2, 5)
assert (operators.mean(dim=2) > 0.8).all()
assert (fused[:, copying].mean(dim=(1, 2)) > 0.8).all()
assert (fused[:, combining, -1].mean(dim=1) < 0.5).all()
assert (fused[:, 3, 0] - fused[:, 3, -1] > 0.4).all()

# %%
display(
    accuracy_by_size(
        {"reader and operators": operators, "one network for all facts": fused},
        SIZES,
        KINDS,
    ),
    alt="Share of right answers against the number of facts, mean and range of three seeds. Reader and operators stay "
    "near one for all five kinds. One network stays near one for select and project; join and max are low, and count "
    "falls to nearly zero.",
)

# %% [markdown]
# ## What to keep in mind
#
# - The rival was trained for some seconds. A larger one, trained longer on databases of all sizes, would do better.
#   What it would have to learn again for every size, the operators do not have to learn at all.
# - That it counts well among eight facts is mostly that the number there is one or two.
# - The sentences come in three wordings, and reader and rival are told which names stand in both question and fact.
#
# ## Further reading
#
# - J. Thorne, M. Yazdani, M. Saeidi, F. Silvestri, S. Riedel and A. Halevy, *Database Reasoning over Text*, ACL 2021.
# - G. Izacard and E. Grave, *Leveraging Passage Retrieval with Generative Models for Open Domain Question Answering*,
#   EACL 2021.
