"""The fifteen chapters in their order: each is a page, a sub-package and a test folder of the same name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """A chapter: page `docs/03-losses.md`, sub-package `notes.losses`, tests `tests/losses/`."""

    number: int
    slug: str
    title: str

    @property
    def page(self) -> str:
        """File name of the chapter's page under `docs/`."""
        return f"{self.number:02d}-{self.slug.replace('_', '-')}.md"

    @property
    def package(self) -> str:
        """Importable name of the chapter's sub-package."""
        return f"notes.{self.slug}"


CHAPTERS = tuple(
    Chapter(number, slug, title)
    for number, (slug, title) in enumerate(
        [
            ("introduction", "Introduction"),
            ("networks", "Shallow and deep networks"),
            ("losses", "Training and loss functions"),
            ("training", "Fitting the model"),
            ("generalization", "Performance and regularisation"),
            ("convolution", "Convolutional networks and ResNet"),
            ("self_supervision", "Self-supervised and metric learning"),
            ("transformers", "From recurrent networks to transformers"),
            ("generative", "Generative models"),
            ("graphs", "Graph neural networks"),
            ("geometric", "Geometric deep learning"),
            ("compression", "Model compression"),
            ("meta_learning", "Meta learning"),
            ("retrieval", "Retrieval-augmented generation"),
            ("noisy_labels", "Learning with noisy labels"),
        ],
        start=1,
    )
)
