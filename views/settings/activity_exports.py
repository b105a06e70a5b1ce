"""The log of the firm, to take along."""

from collections.abc import Iterator

from flask import Blueprint, abort, request
from flask_babel import gettext as _

from models.base.event import Event
from models.base.paging import AT_ONCE, each_page, page_of
from models.history import activity
from views.settings.activity import activity_form, lines
from web.csv_export import exported
from words import labels

bp = Blueprint("activity_exports", __name__)


@bp.post("/activity/exports")
def create():
    form = activity_form(request.form)
    if not form.validate():
        abort(400)
    # What comes later, this export first of all, is not in it.
    found = activity.events(form.wanted()).where(Event.id <= Event.newest_id())
    header = [
        _("Time"),
        _("What happened"),
        _("Who"),
        _("Concerns"),
        _("Client"),
        _("Client ID"),
        _("Changes"),
        _("How"),
    ]
    return exported("activity", header, rows(found), found.count(), form.address_arguments())


def rows(found) -> Iterator[list]:
    """Each event in the order of the header."""
    newest_first = found.order_by(Event.id.desc())
    for some in each_page(lambda key: page_of(newest_first, key, AT_ONCE)):
        for line in lines(some.rows):
            event = line.event
            yield [
                event.at,
                line.sentence,
                event.actor_name,
                line.person,
                line.account.name if line.account else "",
                event.account_id,
                [f"{each.label}: {' → '.join(filter(None, (each.old, each.new)))}" for each in line.changes],
                labels.SOURCES.get(event.source, event.source),
            ]
