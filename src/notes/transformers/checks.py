"""What ties the displayed equations of chapter 8 that no proof establishes to the code that implements them."""

DEFINITIONS: dict[str, str] = {}
