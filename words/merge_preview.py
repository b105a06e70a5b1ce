"""The preview of a merge in words: what moves, what both have and which side is kept."""

from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from access import holds
from access.permissions import may_see
from access.policy.entries import needs
from models.base.event import Event
from models.base.model import all_models
from models.merging.merging import Plan
from models.merging.portal_view_changes import Sight
from words import labels
from words.formats import local_day

SECTIONS = {
    "people": _l("People and addresses"),
    "switches": _l("Switches: the stricter one applies"),
    "portal": _l("Who will see what in the portal"),
    "own": _l("Filled in from the other"),
    "team": _l("Team and roles"),
    "tags": _l("Tags"),
    "values": _l("Custom fields"),
    "relations": _l("Related clients"),
}

# Of these sections somebody without the right sees some rows only, so the number of all is not theirs.
PARTLY_SEEN = {"jobs": needs("manage_pipelines"), "time-entries": needs("manage_time_entries")}


class Line(NamedTuple):
    """One thing that happens: moves, joins (both had it), stands, stricter or filled; and the sentence about it."""

    what: str
    text: str


WHATS = {
    "moves": (_l("moves"), "info"),
    "stands": (_l("both have it"), "neutral"),
    "stricter": (_l("the stricter one applies"), "warning"),
    "filled": (_l("filled in"), "success"),
    "new": (_l("new here"), "info"),
    "sees": (_l("sees more"), "warning"),
    "loses": (_l("sees less"), "neutral"),
}


def sections(plan: Plan, kept, names: dict) -> list[tuple[str, list[Line]]]:
    """The events of a plan by section; `names` maps the ids of accounts that may be named to their names."""
    found = {name: [] for name in SECTIONS}
    for event in plan.events:
        told = _line_of(event, kept, names)
        if told and told[1] not in found[told[0]]:
            found[told[0]].append(told[1])
    found["portal"] = [_seen(sight) for sight in plan.sights]
    found["team"] += [Line("stands", _until(place)) for place in plan.team if place.until_at]
    return [(str(SECTIONS[name]), lines) for name, lines in found.items() if lines]


def counts(plan: Plan) -> list[tuple[str, int]]:
    """How many rows without a history of their own move, of the sections that the reader may see in full."""
    moved = {model.section: plan.moves.get(model._meta.table_name) for model in all_models() if model.section}
    return [
        (str(name), moved[section])
        for section, name in labels.SECTIONS.items()
        if moved.get(section) and may_see(section) and holds(PARTLY_SEEN.get(section, needs()))
    ]


def _line_of(event: Event, kept, names: dict) -> tuple[str, Line] | None:
    """(the section, the line) about one event, or None where another line says it already."""
    who, verb = event.subject_name, event.kind.partition(".")[2]
    stays = _("%(what)s: both have a value, and that of “%(name)s” is kept.", what=who, name=kept.name)
    comes = _("%(what)s is moved.", what=who)
    match event.noun, verb:
        case "linked_address", _ if verb.endswith("_withdrawn"):
            return "switches", Line("stricter", _switch(event, names))
        case "muted_notification", "created":
            kind = labels.NOTIFICATIONS[event.values["type"][1]]
            return "switches", Line(
                "stricter", _("%(address)s does not get: %(kind)s.", address=who, kind=kind)
            )
        case "linked_address", "created":
            words = {"address": who, "client": names.get(event.account_id, "–")}
            return "people", Line("new", _("%(address)s is added to %(client)s as a new address.", **words))
        case "link", "removed":
            return "people", Line("stands", _("%(what)s is linked to both and keeps one link.", what=who))
        case "link", "moved":
            place = names.get(event.account_id)
            told = _("%(what)s is moved, with all its switches.", what=who)
            return "people", Line("moves", told if kept.noun == "account" else f"{place or '–'}: {told}")
        case (("address" | "phone"), ("moved" | "removed")):
            return "people", Line("moves", comes) if verb == "moved" else Line("stands", stays)
        case (("account" | "contact"), "changed") if event.subject_id == kept.id:
            return "own", Line("filled", _filled(event))
        case "assignment", "moved":
            return "team", Line(
                "moves", _("%(what)s joins the team and can see everything about both.", what=who)
            )
        case "assignment", "changed" if event.values.get("until_at", [None, ""])[1] is None:
            return "team", Line(
                "stands",
                _("%(what)s stays on the team without an end date, the longer of the two periods.", what=who),
            )
        case "account_role", ("moved" | "removed"):
            return "team", Line("moves", comes) if verb == "moved" else Line("stands", _gives_way(who, kept))
        case "account_tag", ("moved" | "removed"):
            return "tags", Line("moves", comes) if verb == "moved" else Line("stands", stays)
        case "custom_value", "changed":
            return "values", Line("filled", _("%(what)s was empty and is filled in.", what=who))
        case "custom_value", ("moved" | "removed"):
            return "values", Line("moves", comes) if verb == "moved" else Line("stands", stays)
        case "account_relation", ("moved" | "removed"):
            kind = labels.RELATIONS.get(who, who)
            text = _("“%(kind)s” is moved.", kind=kind) if verb == "moved" else _gives_way(kind, kept)
            return "relations", Line("moves" if verb == "moved" else "stands", text)
    return None


def _seen(sight: Sight) -> Line:
    """What somebody in the portal will see of a client, or will not see any more."""
    words = {"who": f"{', '.join(sight.people)} ({sight.email})", "client": sight.account.name}
    count = sight.documents
    if sight.when == "no_longer":
        text = ngettext(
            "%(who)s will no longer see what is shared on %(client)s: %(num)d document today.",
            "%(who)s will no longer see what is shared on %(client)s: %(num)d documents today.",
            count,
            **words,
        )
        return Line("loses", text)
    if sight.when == "later":
        text = ngettext(
            "%(who)s will see what is shared on %(client)s once the invitation is accepted: %(num)d document today.",
            "%(who)s will see what is shared on %(client)s once the invitation is accepted: %(num)d documents today.",
            count,
            **words,
        )
        return Line("sees", text)
    text = ngettext(
        "%(who)s will see what is shared on %(client)s: %(num)d document today.",
        "%(who)s will see what is shared on %(client)s: %(num)d documents today.",
        count,
        **words,
    )
    return Line("sees", text)


def _until(place) -> str:
    words = {"what": place.user.name, "day": local_day(place.until_at)}
    return _("%(what)s is on the team of both until and including %(day)s.", **words)


def _switch(event: Event, names: dict) -> str:
    switch = event.kind.partition(".")[2].removesuffix("_withdrawn").replace("_", "-")
    words = {"switch": labels.SWITCHES[switch], "address": event.subject_name}
    return _(
        "%(switch)s of %(address)s on %(client)s: on → off.", client=names.get(event.account_id, "–"), **words
    )


def _gives_way(what: str, kept) -> str:
    return _("%(what)s is dropped: “%(name)s” has one of its own.", what=what, name=kept.name)


def _filled(event: Event) -> str:
    new = [str(new) for _old, new in event.values.values() if new]
    return _("%(values)s, which was missing.", values=", ".join(new))
