# %% [markdown]
# # Lab 8.2: what pretraining is worth, by the number of labels
#
# A small BERT reads a text without labels: hidden words and next sentences. Then it is asked for the topic of a
# sentence, of which it is shown 3 to 48 examples. The same network from scratch gets the same examples and the same
# number of steps. A third way keeps the pretrained network frozen and trains its head alone.

# %%
import torch

from notes.plotting import display
from notes.transformers.figures import accuracy_by_labels
from notes.transformers.grammar import documents
from notes.transformers.packing import packed, sentence_pairs
from notes.transformers.pretraining import (
    SMALL,
    accuracy,
    fine_tuned,
    linear_readout,
    new_pretrainer,
    pretrained,
    pretraining_scores,
)

SEEDS = range(3)
SIZES, STEPS = [3, 6, 12, 24, 48], 300
WAYS = ("pretrained, fine-tuned", "pretrained, frozen", "from scratch")


# %%
def labelled(number, generator):
    """Sentences as a packed batch, and the topic of each."""
    text = documents(number, 1, generator)
    topics = torch.tensor([document.topic for document in text])
    return packed([document.sentences[0] for document in text]), topics


# %% [markdown]
# ## Pretraining
#
# Each seed has a text of its own: 500 documents of four sentences. The scores are on fresh text.

# %%
encoders, scores = [], []
for seed in SEEDS:
    generator = torch.Generator().manual_seed(seed)
    text = documents(500, 4, generator)
    start = new_pretrainer(SMALL, generator)
    run = pretrained(start, text, generator, steps=STEPS)
    fresh = [document.sentences for document in documents(200, 4, generator)]
    pairs = sentence_pairs(fresh, 500, generator)
    encoders.append(run.network.bert)
    scores.append(pretraining_scores(run.network, pairs, generator))

for name in ("words", "common_word", "follows"):
    values = [getattr(score, name) for score in scores]
    print(f"{name}: {min(values):.1f} to {max(values):.1f}")

assert all(score.words > 1.6 * score.common_word for score in scores)
assert all(score.follows > 0.6 for score in scores)

# %% [markdown]
# ## Labels
#
# The examples of one size contain those of the smaller ones, and all three ways get the same.

# %%
rows = torch.zeros(len(WAYS), len(SEEDS), len(SIZES))
for seed, encoder in zip(SEEDS, encoders, strict=True):
    generator = torch.Generator().manual_seed(100 + seed)
    test, truth = labelled(400, generator)
    batch, topics = labelled(max(SIZES), generator)
    for column, size in enumerate(SIZES):
        few, labels = type(batch)(*(part[:size] for part in batch)), topics[:size]
        scratch = new_pretrainer(SMALL, generator).bert
        classifiers = (
            fine_tuned(encoder, few, labels, generator, classes=3),
            linear_readout(encoder, few, labels, generator, classes=3),
            fine_tuned(scratch, few, labels, generator, classes=3),
        )
        for way, classifier in enumerate(classifiers):
            rows[way, seed, column] = accuracy(classifier, test, truth)

for name, values in zip(WAYS, rows, strict=True):
    print(f"{name}:", [f"{value:.1f}" for value in values.mean(0).tolist()])

# %%
tuned, frozen, scratch = rows
few = [SIZES.index(size) for size in (3, 6, 12)]
gains = {
    "fine-tuned": (tuned - scratch)[:, few].mean(1),
    "frozen": (frozen - scratch)[:, few].mean(1),
}
for name, gain in gains.items():
    print(f"{name}: {gain.min():.1f} to {gain.max():.1f} above from scratch")
assert (gains["fine-tuned"] > 0.08).all()
assert (gains["frozen"] > 0.12).all()
assert (rows[:, :, -1] > 0.93).all()

# %% [markdown]
# Of up to twelve labels, on average: under every seed both ways of using the pretrained network are well above the
# same network from scratch. With 48 labels all three are nearly perfect, and nothing is left to gain. To train the
# head alone is enough here, and often better than to move everything for the sake of a handful of examples.

# %%
display(
    accuracy_by_labels(SIZES, dict(zip(WAYS, rows, strict=True))),
    alt="Accuracy on the test set against the number of labels, mean and range of three seeds. The pretrained network "
    "is ahead of the one from scratch at 3 to 12 labels, frozen or not; at 48 labels all are close to one.",
)

# %% [markdown]
# ## What to keep in mind
#
# - The topics are what hidden words and next sentences ask for already, so this task is as kind to pretraining as one
#   can be. A label that has nothing to do with which words keep company would gain little.
# - With few labels most words of the test were never seen with a label. From scratch their vectors are still noise;
#   after pretraining they lie near those of words that were seen. With many labels every word has been seen.
# - The language has about forty words and no exceptions. Real text has neither property; what is shown here is the
#   mechanism, not its size.
#
# ## Further reading
#
# - J. Devlin, M.-W. Chang, K. Lee and K. Toutanova, *BERT: Pre-training of Deep Bidirectional Transformers for Language
#   Understanding*, NAACL 2019.
# - Y. Liu et al., *RoBERTa: A Robustly Optimized BERT Pretraining Approach*, 2019.
