"""Which mailbox an e-mail address names."""

import re

# What stands around an address where a mail program shows it, and never in one.
_AROUND = re.compile(r"[\s<>()\[\]{}\"«»„“”;,|:]+")
_EDGES = "'’‘´`.*"


def mailbox(email: str) -> str:
    """The address as it is compared with others: in small letters, and no further, for straße.example is not strasse.example."""
    return email.strip().lower()


def without_tag(email: str) -> str:
    """The mailbox that mail to anna+moms@x.example comes to, where the server knows such tags: anna@x.example."""
    local, at, domain = mailbox(email).rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def pasted_address(text: str) -> str:
    """The address in what somebody pasted from a mail, such as `Anne <anne@x.example>;` or `mailto:anne@x.example`.

    Where there is none, or more than one, the text as it is, without white space around it.
    """
    pieces = (each.partition("@") for each in _AROUND.split(text) if "@" in each)
    pieces = ("".join((*before, domain.partition("?")[0])).strip(_EDGES) for *before, domain in pieces)
    found = list(dict.fromkeys(each for each in pieces if re.fullmatch(r"[^@]+@[^@]+", each)))
    return found[0] if len({each.lower() for each in found}) == 1 else text.strip()
