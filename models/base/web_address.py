"""Web addresses, as people type them."""

import re


def is_web_address(text: str) -> bool:
    """Whether `text` may become a link: http, https or no scheme at all, never one that runs (ASVS 1.2.2)."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):(?!\d)", text, re.IGNORECASE)
    return not re.search(r"[\s<>\"]", text) and (not scheme or scheme[1].lower() in ("http", "https"))
