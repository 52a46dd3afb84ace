"""The derivations of chapter 8, a module a subject."""
