"""The filters of a history."""

from datetime import timedelta

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField
from wtforms.validators import ValidationError

from models.base.clock import start_of
from models.history.account_history import HistoryFilter
from web.forms import BaseForm, DayField
from words.history import actor


class HistoryForm(BaseForm):
    """What of a history is wanted: one of its `groups` (key → words), one of its `actors` (kind, id, name), days.

    It reads the address, or what `posted` gives it.
    """

    kind = SelectField(_l("What"), default="")
    person = SelectField(_l("Who"), default="")
    from_on = DayField(_l("From day"))
    to_on = DayField(_l("To day"))

    def __init__(self, groups: dict, actors, posted=None):
        super().__init__(formdata=request.args if posted is None else posted)
        self.kind.choices = [("", _("Everything")), *groups.items()]
        self.person.choices = [("", _("Everybody"))] + [
            (f"{kind}-{number or 0}", actor(kind, number, name, current_user))
            for kind, number, name in actors
        ]

    def validate_to_on(self, field):
        if field.data and self.from_on.data and field.data < self.from_on.data:
            raise ValidationError(_("The last day is before the first."))

    def wanted(self) -> HistoryFilter:
        """What is right of it; the rest says beside its field what is wrong."""
        right = {each.name: each.data for each in self if each.data and not each.errors}
        kind, _dash, number = right.get("person", "").partition("-")
        return HistoryFilter(
            group=right.get("kind"),
            actor=(kind, int(number) or None) if kind else None,
            since=start_of(right["from_on"]) if "from_on" in right else None,
            before=start_of(right["to_on"] + timedelta(days=1)) if "to_on" in right else None,
        )

    def address_arguments(self) -> dict:
        """What is right of it, as it stands in an address."""
        return {each.name: str(each.data) for each in self if each.raw_data and each.data and not each.errors}
