# %% [markdown]
# # Lab 8.2: what pretraining is worth, by the number of labels
#
# A small BERT reads a text without labels: hidden words and next sentences. Then it is asked for the topic of a
# sentence, of which it is shown a few examples, or many. The same network from scratch gets the same examples and the
# same number of steps. A third way keeps the pretrained network frozen and trains its head alone.
#
# Needs the package of these notes, whose start page says how to install it.

# %%
import torch

from notes.experiment.figures import show
from notes.plotting import display
from notes.transformers.experiments.pretraining import SIZES, few_labels
from notes.transformers.figures import pretraining_course
from notes.transformers.grammar import documents
from notes.transformers.pretraining import new_pretrainer, pretrained, unigram_entropy

# %% [markdown]
# ## Pretraining
#
# One run over fewer steps than in the experiment: the loss on hidden words falls at once, that of next sentence
# prediction stays where guessing is until words have topics to compare. When it begins to fall depends on the first
# weights, and in a run as short as this it need not.

# %%
generator = torch.Generator().manual_seed(0)
text = documents(200, 4, generator)
run = pretrained(new_pretrainer(SIZES, generator), text, generator, steps=120)
display(
    pretraining_course(run.words, run.follows, unigram_entropy(text)),
    alt="Both losses of one short pretraining against its steps. The loss on hidden words falls below the dashed line "
    "of the shares of the words; that of next sentence prediction begins at the dashed line of guessing.",
)

# %% [markdown]
# ## Labels
#
# Each run has a text, sentences with labels and first weights of its own. The few examples are among the many, and all
# three ways get the same. The scores of pretraining are on fresh text.

# %%
show(few_labels)

# %% [markdown]
# Read the rows of few labels first: on average both ways of using the pretrained network are ahead of the same network
# from scratch, and single runs go either way. Runs whose pretraining has not yet found out about topics have
# little to pass on. With many labels there is little left to gain.

# %% [markdown]
# ## What to keep in mind
#
# - The topics are what hidden words and next sentences ask for already, so this task is as kind to pretraining as one
#   can be. A label that has nothing to do with which words keep company would gain little.
# - With few labels most words of the test were never seen with a label. From scratch their vectors are still noise;
#   after pretraining they may lie near those of words that were seen.
# - The language has about forty words and no exceptions. Real text has neither property; what is shown here is the
#   mechanism, not its size.
# - Layers, steps and rates were chosen on other seeds than those of the table, so that a run takes seconds.
#
# ## Further reading
#
# - J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, [*BERT: Pre-training of Deep Bidirectional Transformers for
#   Language Understanding*](../bibliography.md#devlin-2019), NAACL 2019.
# - Y. Liu et al., [*RoBERTa: A Robustly Optimized BERT Pretraining Approach*](../bibliography.md#liu-roberta-2019),
#   2019.
