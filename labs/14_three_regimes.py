# %% [markdown]
# # Lab 14.2: DPR, RAG and REALM on one task
#
# One retriever and one reader, which know questions in the words of the passages and no other wording. They are
# trained on in three ways, for equally many steps on the same questions: as DPR from the right passages, as RAG from
# the answers with a frozen index, and as REALM from the answers with an index that is refreshed. A fourth is REALM
# whose index is never refreshed.
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.plotting import display
from notes.retrieval import regimes, system
from notes.retrieval.experiments.regimes import three_regimes
from notes.retrieval.figures import spread
from notes.retrieval.task import asked, task

# %% [markdown]
# ## Early in one training
#
# A few steps of RAG and of DPR, from one start, measured on facts that training never asks for, in wordings that the
# start does not know. Neither has come far yet. The labels of DPR say which passage is right; RAG has to find out from
# the answers, with a reader that is still learning.

# %%
generator = torch.Generator().manual_seed(0)
drawn = task(generator)
start = system.warm_start(drawn, generator)
questions = asked(drawn, drawn.trained, range(4))
held = asked(drawn, drawn.held, [1, 2, 3])
systems = {
    "start": start,
    "DPR": regimes.trained_as_dpr(start, drawn, questions, generator, steps=40),
    "RAG": regimes.trained_as_rag(start, drawn, questions, generator, steps=40),
}
display(
    spread(
        system.shares(systems, drawn, held),
        ylabel="share of the questions",
        xlabel="measured on held-out facts",
    ),
    alt="Recall at one and exact answers at the start, and after a few steps of DPR and of RAG, in one run.",
)

# %% [markdown]
# ## Every run
#
# The regimes over their full number of steps, in as many worlds as the table has runs.

# %%
show(three_regimes)

# %% [markdown]
# ## What to keep in mind
#
# - The steps are equal, the work is not. REALM encodes eight passages for each question in every step, and the whole
#   collection at every refresh; DPR encodes one for each question.
# - The labels are not equal either: DPR is told the passage, the others the answer. Which is cheaper depends on the
#   data.
# - DPR's reader stayed that of the start. With the reader of RAG its retriever answers more, so the gap in answers is
#   one of the procedure and not of the retriever.
# - The collection fits into one matrix product here, so an index ages for a lack of refreshes only because we say so.
#
# ## Further reading
#
# - P. Lewis et al., [*Retrieval-Augmented Generation for Knowledge-Intensive NLP
#   Tasks*](../bibliography.md#lewis-2020), NeurIPS 2020.
# - K. Guu, K. Lee, Z. Tung, P. Pasupat and M.-W. Chang, [*REALM: Retrieval-Augmented Language Model
#   Pre-Training*](../bibliography.md#guu-2020), ICML 2020.
