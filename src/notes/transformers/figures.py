"""The figures of chapter 8; they draw what they are given."""
