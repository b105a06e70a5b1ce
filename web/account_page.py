"""The frame of every tab of a client's profile: header, readiness strip, tabs."""

from typing import NamedTuple

from babel.lists import format_list
from flask import request, url_for
from flask_babel import gettext as _

from models.base.paging import page_of
from models.clients.account import Account
from models.clients.tag import Tag
from models.portal.readiness import Readiness
from web.responses import page
from web.sections import SECTIONS, section_url
from words import labels
from words.language import locale


class Tab(NamedTuple):
    """A tab or, under `children`, a part of one."""

    label: str
    href: str
    current: bool
    children: tuple = ()


def profile_page(template: str, account: Account, current: str, **context):
    """A page of `account` under the tab of the section `current`."""
    return page(template, account=account, section_name=current, **header_of(account, current), **context)


def section_page(
    account: Account, name: str, query, complete=list, template: str = "layouts/section.html", **context
):
    """A page of a section's list; `query` is in order and `complete` adds what its rows show besides.

    `template` is one that has more than the rows.
    """
    found = page_of(query, request.args.get("after"))
    here = section_url(account, name)
    urls = {
        "next_url": f"{here}?after={found.next_key}" if found.next_key else None,
        "first_url": here if "after" in request.args else None,
    }
    section = next(each for each in SECTIONS if each.name == name)
    rows = complete(found.rows)
    return profile_page(template, account, name, section=section, rows=rows, page=urls, **context)


def header_of(account: Account, current: str) -> dict:
    readiness = Readiness.of(account)
    header = {
        "status": readiness.status,
        "tags": list(Tag.of_account(account)),
        "team": list(account.team),
        "lamps": lamps(account, readiness),
        "unconfirmed": readiness.unconfirmed,
        "tabs": tabs(account, current),
    }
    return {"header": header}


def lamps(account: Account, readiness: Readiness) -> list[dict]:
    """Who can log in, is notified, can sign. A red lamp says why nobody does and leads to the switch that mends it; without
    `ok` a lamp says that there is nothing yet to be ready for.
    """
    if readiness.archived:
        return []  # nobody can do anything, and nothing is to be mended
    reasons = {
        "login": {
            "off": _("LOGIN is off for every address."),
            "not_invited": _("Nobody has been invited yet."),
            "invited": _("Invited, not accepted yet: %(names)s.", names=named(readiness.nearest)),
            "expired": _("The invitation has expired."),
            "unconfirmed": _("A changed address has to be confirmed first."),
            "none": _("There is no e-mail address."),
        }[readiness.lack],
        "notify": _("NOTIFY is off for every address."),
        "sign": _("No contact has both LOGIN and signing authority."),
    }
    if readiness.authorised:
        reasons["sign"] = _("May sign, but cannot log in yet: %(names)s.", names=named(readiness.authorised))
    if readiness.unconfirmed:
        reasons |= dict.fromkeys(reasons, _("A changed address has to be confirmed first."))
    return [
        {
            "name": name,
            "ok": None if name == "notify" and not readiness.notifies else bool(able),
            "people": able,
            "why": reasons[name],
            "href": _mending_url(account, readiness, name),
        }
        for name, able in readiness.people.items()
    ]


def named(people) -> str:
    return format_list([each.name for each in people], locale=locale())


def _mending_url(account: Account, readiness: Readiness, lamp: str) -> str:
    if readiness.unconfirmed:
        return url_for("info.show", account_id=account.id, _anchor="unconfirmed")
    row_id, switch = readiness.mending.get(lamp, (None, None))
    anchor = f"linked-address-{row_id}-{switch}" if row_id else "contacts"
    return url_for("info.show", account_id=account.id, _anchor=anchor)


def tabs(account: Account, current: str) -> list[Tab]:
    """The tabs that the signed-in user may see, with the current one marked."""
    drawn = [
        Tab(_("Overview"), url_for("accounts.show", account_id=account.id), current == "overview"),
        Tab(_("Info"), url_for("info.show", account_id=account.id), current == "info"),
    ]
    for tab, label in labels.TABS.items():
        parts = tuple(
            Tab(labels.SECTIONS[each.name], section_url(account, each.name), current == each.name)
            for each in SECTIONS
            if each.tab == tab and each.allowed
        )
        if parts:
            here = any(part.current for part in parts)
            drawn.append(Tab(label, parts[0].href, here, parts if len(parts) > 1 else ()))
    return drawn
