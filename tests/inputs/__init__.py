"""How to call the public functions of the chapters, with what by mistake, and what may come of it."""
