"""E-mail addresses: normalised spelling, the mailbox that one names (for comparing), and the form for mail servers.

Domains are those of IDNA 2008 with the mapping of UTS #46, so straße.example is not strasse.example. What stands before
the @ is compared in small letters and composed (NFC, RFC 6532 §3.1). Wide letters are plain ones in both.
"""

import re
import unicodedata

import idna

LONGEST_DOMAIN = 253  # characters (RFC 1035 §2.3.4)

# What stands around an address where a mail program shows it, and never in one; models/base/folding.py reads it too.
AROUND = re.compile(r"[\s<>()\[\]{}\"«»„“”;,|:]+")
_EDGES = "'’‘´`.*"

_WIDE = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (0x3000, *range(0xFF01, 0xFFEF))
    if unicodedata.decomposition(chr(code)).startswith(("<wide>", "<narrow>"))
}


def written(email: str) -> str:
    """The address as it is kept and shown: composed, and its domain in letters, never as xn--…, which browsers send."""
    email = email.strip()
    if email.isascii() and "xn--" not in email.lower():
        return email
    local, at, domain = unicodedata.normalize("NFC", email.translate(_WIDE)).strip().rpartition("@")
    return f"{local}{at}{_in_letters(domain) if at else domain}"


def mailbox(email: str) -> str:
    """The address as it is compared with others: two of one mailbox are equal, and no others."""
    return unicodedata.normalize("NFC", written(email).lower())


def in_ascii(email: str) -> str:
    """The address as mail servers know it, with its domain as xn--… where it has other letters than ASCII.

    What stands before the @ has no other form: with letters as æ it needs a server that takes them (RFC 6531). Raises
    ValueError for a domain that cannot be.
    """
    local, at, domain = written(email).rpartition("@")
    return f"{local}{at}{domain if domain.isascii() else _encoded(domain)}"


def _in_letters(domain: str) -> str:
    if domain.isascii() and "xn--" not in domain.lower():
        return domain
    try:
        return idna.decode(_encoded(domain))
    except UnicodeError:
        return domain.lower()  # no domain, which is for others to say


def _encoded(domain: str) -> str:
    if len(domain) > LONGEST_DOMAIN:
        raise idna.IDNAError(domain)
    return idna.encode(domain, uts46=True).decode()


def without_tag(email: str) -> str:
    """The mailbox that mail to anna+moms@x.example comes to, where the server knows such tags: anna@x.example."""
    local, at, domain = mailbox(email).rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def pasted_address(text: str) -> str:
    """The address in what somebody pasted from a mail, such as `Anne <anne@x.example>;` or `mailto:anne@x.example`.

    Where there is none, or more than one, the text as it is, without white space around it.
    """
    pieces = (each.partition("@") for each in AROUND.split(text) if "@" in each)
    pieces = ("".join((*before, domain.partition("?")[0])).strip(_EDGES) for *before, domain in pieces)
    found = list(dict.fromkeys(each for each in pieces if re.fullmatch(r"[^@]+@[^@]+", each)))
    return found[0] if len({each.lower() for each in found}) == 1 else text.strip()
