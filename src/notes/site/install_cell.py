"""The cell with which a downloaded notebook gets the package, where it is not installed.

It is no part of the lab: not executed here, not shown on the lab's page, and no reason to execute the lab anew.
"""

from nbformat import NotebookNode, v4

ID = "install"
SOURCE = """\
# The package of these notes, unless it is installed: from the wheel of their start page, laid beside this notebook.
try:
    import notes.chapters
except ImportError:
    %pip install --quiet ./deep_learning_executed-*.whl"""


def installing(notebook: NotebookNode) -> NotebookNode:
    """A notebook with the cell that installs the package, under its title."""
    title, *rest = without_install(notebook).cells
    return v4.new_notebook(metadata=notebook.metadata, cells=[title, v4.new_code_cell(SOURCE, id=ID), *rest])


def without_install(notebook: NotebookNode) -> NotebookNode:
    """A notebook without that cell."""
    cells = [cell for cell in notebook.cells if cell.id != ID]
    return v4.new_notebook(metadata=notebook.metadata, cells=cells)
