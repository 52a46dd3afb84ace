"""The browser that prints the course and in which the site is tested: Debian's Chromium, or one of its family."""

import os
import shutil


def browser() -> str:
    """The path of Chromium, or of the program that the variable CHROMIUM names.

    Raises:
        FileNotFoundError: if there is none.
    """
    name = os.environ.get("CHROMIUM", "chromium")
    program = shutil.which(name)
    if program is None:
        raise FileNotFoundError(f"{name} is missing: install it with `sudo apt install chromium`")
    return program
