# %% [markdown]
# # Lab 14.1: words or vectors
#
# The same held-out questions for BM25, which compares words, for DPR, two encoders that were trained on other facts of
# the same world, and for both together, by the sum of their scores and by their places (RRF). Who finds the passage
# that answers? The questions are of four kinds: about entities that training asked about or new ones, in the words of
# the passage or in others.
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.plotting import display
from notes.retrieval.comparison import dense_retriever, places_by_retriever
from notes.retrieval.dense import word_affinities
from notes.retrieval.experiments.retrievers import retrievers
from notes.retrieval.figures import word_matrix
from notes.retrieval.knowledge import RELATIONS, SYNONYMS
from notes.retrieval.ranking import mean_reciprocal_rank, recall_at
from notes.retrieval.task import task

# %% [markdown]
# ## One world, one retriever
#
# A seed draws names, facts and first weights. The two scores of the sum are each divided by their spread over the
# passages. The weights are equal: nothing was tuned. For each kind of question and each retriever, recall at one,
# recall at five and the mean reciprocal rank in this run:

# %%
generator = torch.Generator().manual_seed(0)
drawn = task(generator)
encoder = dense_retriever(drawn, generator)
for kind, places in places_by_retriever(drawn, encoder).items():
    for name, found in places.items():
        told = recall_at(found, 1), recall_at(found, 5), mean_reciprocal_rank(found)
        print(f"{kind:20} {name:7}", *(f"{value:.2f}" for value in told))

# %% [markdown]
# What the encoders learned of synonyms, in this run: what each adds to the score of a passage that names the relation.

# %%
affinities = word_affinities(encoder)
rows = [word for name in RELATIONS for word in (name, *SYNONYMS[name])]
table = affinities[[drawn.columns[word] for word in rows]]
table = table[:, [drawn.columns[word] for word in RELATIONS]]
display(
    word_matrix(table, rows, list(RELATIONS)),
    alt="Map of what words of questions add to the score of words of passages. Each relation's synonyms stand out in "
    "the column of that relation.",
)

# %% [markdown]
# ## Every run
#
# One world is one draw of names and facts. What holds in others, the table says.

# %%
show(retrievers)

# %% [markdown]
# ## What to keep in mind
#
# - The paraphrases are the strongest case for DPR: no word but the name is shared. The new names are the strongest case
#   against it: they occur in no training question, and nothing was pretrained. Real questions lie between.
# - On paraphrases all that sparse retrieval has is the name. All eight passages about an entity hold it once, so the
#   order among them is that of their lengths, which says nothing here: one in eight is right.
# - The sum finds what neither finds alone: for a new entity in other words BM25 knows the name and DPR the relation. It
#   pays for that on known entities in other words, where it is behind DPR. It is best over the four kinds together, and
#   not best for every kind. The four kinds count alike here; of real questions, nobody knows the mixture.
# - RRF adds places in place of scores. It needs no unit, and does not hear that BM25 gives most passages nothing, or
#   that DPR has never met a name: it is behind the sum wherever one of the two is blind.
#
# ## Further reading
#
# - V. Karpukhin et al., [*Dense Passage Retrieval for Open-Domain Question
#   Answering*](../bibliography.md#karpukhin-2020), EMNLP 2020.
# - C. Sciavolino, Z. Zhong, J. Lee and D. Chen, [*Simple Entity-Centric Questions Challenge Dense
#   Retrievers*](../bibliography.md#sciavolino-2021), EMNLP 2021.
