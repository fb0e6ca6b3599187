"""Text that may stand in a spreadsheet without becoming a formula."""

WITHHELD = "s"
"""What stands for a value that is not shown, as official statistics write it."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe_text(text: str) -> str:
    """The text; after an apostrophe where a spreadsheet would take it for a formula, even behind blanks."""
    return f"'{text}" if text.lstrip(" \u00a0\u202f\u200b\ufeff").startswith(_STARTS_A_FORMULA) else text
