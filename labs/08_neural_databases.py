# %% [markdown]
# # Lab 8.3: a database of sentences
#
# Facts are sentences, and questions ask to select, project, join, count or compare. Two ways to answer: a reader that
# sees one fact at a time, with operators that put together what it finds; and one network that reads all facts at
# once, and starts from the reader's own trained encoder. How many answers are exactly right, as the database grows?
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.plotting import display
from notes.transformers.experiments.databases import SIZES, facts, readers, shares_right
from notes.transformers.facts import KINDS
from notes.transformers.figures import accuracy_by_size

# %% [markdown]
# ## Every run
#
# The reader learns from databases of ten facts, its rival from databases of six and eight. No combination of the
# databases that both are judged on, who lives where, who is how old, occurred in training. To select and to project is
# to copy words of a fact; to join, to count and to compare is to combine facts.

# %%
show(facts)

# %% [markdown]
# ## One run, kind by kind
#
# The same, for one seed, with the five kinds of question apart. Each point is a few questions and says little.

# %%
generator = torch.Generator().manual_seed(0)
operators, fused = shares_right(*readers(generator), generator, 6)
ways = {
    "reader and operators": operators[None],
    "one network for all facts": fused[None],
}
display(
    accuracy_by_size(ways, SIZES, KINDS),
    alt="Share of right answers against the number of facts in one run, for five kinds of question and two ways to "
    "answer them.",
)

# %% [markdown]
# ## What to keep in mind
#
# - The rival was trained for a second or two. A larger one, trained longer on databases of all sizes, would do better.
#   What it would have to learn again for every size, the operators do not have to learn at all.
# - That it counts better among eight facts is mostly that the number there is one or two.
# - The sentences come in three wordings, and reader and rival are told which names stand in both question and fact.
# - Both were tuned, on other seeds than those of the table, by looking at the combinations that they are judged on.
#
# ## Further reading
#
# - J. Thorne, M. Yazdani, M. Saeidi, F. Silvestri, S. Riedel and A. Halevy, [*Database Reasoning over
#   Text*](../bibliography.md#thorne-reasoning-2021), ACL 2021.
# - G. Izacard and E. Grave, [*Leveraging Passage Retrieval with Generative Models for Open Domain Question
#   Answering*](../bibliography.md#izacard-grave-2021), EACL 2021.
