"""Every task as text to text: what is asked becomes a line to read, and its answer a line to write."""

from collections.abc import Sequence

from notes.domain import require_finite


def framed(task: str, **fields: str) -> str:
    """An example of a task as one line of text: the task's name, then each part after its own name.

    Args:
        task: what is to be done, such as `mnli` or `translate English to German:`.
        **fields: the parts of the example by name; a part named `text` stands without its name.

    Returns:
        The line.

    Raises:
        ValueError: if the task has no name, or there is nothing to do it with.

    Example:
        ```python
        from notes.transformers.framing import framed

        print(framed("stsb", sentence1="A cat sits.", sentence2="A cat is sitting."))
        #> stsb sentence1: A cat sits. sentence2: A cat is sitting.
        print(framed("translate English to German:", text="That is good."))
        #> translate English to German: That is good.
        ```

    Reference: C. Raffel et al., Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer,
    2020, appendix D.
    """
    if not task.strip():
        raise ValueError(f"`task` must name what is to be done, got {task!r}")
    if not fields:
        raise ValueError("`fields` must hold at least one part, got none")
    parts = (value if name == "text" else f"{name}: {value}" for name, value in fields.items())
    return " ".join([task, *parts])


def number_as_text(number: float, step: float = 0.2) -> str:
    """A number as a word that a model can write: rounded to a multiple of a step, with one digit after the point.

    Args:
        number: for instance how similar two sentences are, from 1 to 5.
        step: the grid, positive.

    Returns:
        The text.

    Raises:
        ValueError: if `step` is not positive, or `number` is NaN or infinite.

    Example:
        ```python
        from notes.transformers.framing import number_as_text

        print(number_as_text(2.57))
        #> 2.6
        ```

    Reference: C. Raffel et al., Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer,
    2020, section 2.4.
    """
    require_finite(number=number)
    if not step > 0:
        raise ValueError(f"`step` must be positive, got {step}")
    return f"{round(number / step) * step:.1f}"


def text_as_label(text: str, labels: Sequence[str]) -> int | None:
    """The class that an answer names.

    Args:
        text: what a model wrote.
        labels: the names of the classes.

    Returns:
        The number of the class whose name was written, or None: any other text is a wrong answer.

    Example:
        ```python
        from notes.transformers.framing import text_as_label

        print(text_as_label(" neutral", ("entailment", "neutral")), text_as_label("hamburger", ("entailment",)))
        #> 1 None
        ```

    Reference: C. Raffel et al., Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer,
    2020, section 2.4.
    """
    written = text.strip()
    return labels.index(written) if written in labels else None
