"""Cleaning of request data: unprintable characters are removed; and whether a request is only a prefetch."""

import re

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import cached_property

# The last two places of every plane stand for no letter.
LAST_PLACES = "".join(
    chr(plane + place) for plane in range(0, 0x110000, 0x10000) for place in (0xFFFE, 0xFFFF)
)
# Control characters but for tab and the ends of lines, and those that stand for no letter. NUL is refused by the guard.
UNSHOWABLE = re.compile(f"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef{LAST_PLACES}]")

PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
BEFOREHAND = ("prefetch", "prerender", "preview")


class ShowableRequest(Request):
    """A request whose fields and parameters are text that can be shown; a soft end of a line, as in text copied from
    elsewhere, is a space.
    """

    @cached_property
    def args(self):
        return showable(super().args)

    @property
    def is_looked_at(self) -> bool:
        """Whether somebody looks at the answer: not where only its headers are asked for (HEAD), and not where a browser
        or a scanner fetches it in case somebody will.
        """
        purposes = " ".join(self.headers.get(name, "") for name in PURPOSES).lower()
        return self.method != "HEAD" and not any(word in purposes for word in BEFOREHAND)

    def _load_form_data(self):
        super()._load_form_data()
        self.form = showable(self.form)


def showable(fields) -> ImmutableMultiDict:
    """The same fields with a space for each letter that HTML does not know."""
    if not any(UNSHOWABLE.search(text) for pair in fields.items(multi=True) for text in pair):
        return fields
    return ImmutableMultiDict(
        (UNSHOWABLE.sub(" ", name), UNSHOWABLE.sub(" ", text)) for name, text in fields.items(multi=True)
    )
