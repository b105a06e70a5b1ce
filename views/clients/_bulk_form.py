"""What is asked of a bulk change: which accounts were chosen, and what is to be done to them."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from access import accounts
from models.base.fields import LARGEST_ID
from models.clients.account import Account
from models.clients.tag import Tag
from models.processes.account_list import FILTERS, filtered
from models.processes.bulk import MOST, BulkRequest, primary_addresses
from models.staff.user import User
from web.forms import BaseForm
from words import labels

# Kind → the fields that its form asks for.
FIELDS = {
    "tag_on": ("tag",),
    "tag_off": ("tag",),
    "join": ("member",),
    "leave": ("member",),
    "hand_over": ("member", "successor"),
    "type": ("account_type",),
    "archive": (),
    "reactivate": (),
    "switch": ("switch", "on", "by", "addresses"),
}
MOST_LISTED = 200  # accounts whose addresses are listed one by one


class Choice:
    """The accounts that somebody chose in the clients list: one by one, a whole page, or all that fit its filter.

    `asked` are the fields of the list's form. `found` is the accounts, by name; `complete` is False when one of those
    asked for is not the user's.
    """

    def __init__(self, asked: MultiDict):
        self.scope = next((each for each in ("filter", "page") if each in asked.getlist("scope")), "")
        self.filters = {name: asked[f"filter-{name}"] for name in FILTERS if asked.get(f"filter-{name}")}
        self.on_page = asked.get("on_page", "")
        self.ids = self._ids(asked)
        among = self.ids if self.scope != "filter" else None
        query = accounts(among).select(Account.id, Account.name, Account.sort_key, Account.archived_at)
        if self.scope == "filter":
            query = filtered(query, self.filters)
        self.found = list(query.order_by(Account.sort_key, Account.id).limit(MOST + 1))
        self.complete = self.scope == "filter" or len(self.found) == len(self.ids)

    def _ids(self, asked: MultiDict) -> list[int]:
        """The ids that were sent; what is no id counts as one that nobody has."""
        if self.scope == "filter":
            return []
        sent = self.on_page.split(",") if self.scope == "page" else asked.getlist("account")
        ids = {int(each) if each.isdecimal() and len(each) < 11 else 0 for each in sent[: MOST + 1]}
        return [each if each <= LARGEST_ID else 0 for each in ids]

    @property
    def too_many(self) -> bool:
        return max(len(self.found), len(self.ids)) > MOST

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the next form has to carry for the same choice: (name, value)."""
        if self.scope == "filter":
            return [("scope", "filter"), *((f"filter-{name}", value) for name, value in self.filters.items())]
        return [("account", str(each.id)) for each in self.found]

    def archived(self, kind: str) -> list[str]:
        """The names of those that cannot be changed because they are archived."""
        return [] if kind == "reactivate" else [each.name for each in self.found if each.archived]


class BulkForm(BaseForm):
    """What is to be done; made for one kind by form_for()."""

    tag = SelectField(_l("Tag"), [InputRequired(_l("Please choose."))], coerce=int)
    member = SelectField(_l("Member of staff"), [InputRequired(_l("Please choose."))], coerce=int)
    successor = SelectField(_l("Hand over to"), [InputRequired(_l("Please choose."))], coerce=int)
    account_type = RadioField(_l("Type"), [InputRequired(_l("Please choose."))])
    switch = RadioField(_l("Switch"), [InputRequired(_l("Please choose."))])
    on = RadioField(_l("Turn it"), [InputRequired(_l("Please choose."))])
    by = RadioField(_l("Addresses"), [InputRequired(_l("Please choose."))])
    addresses = SelectMultipleField(_l("Addresses"), coerce=int, validate_choice=False)

    def validate_successor(self, field):
        if field.data == self.member.data:
            raise ValidationError(_("Choose two different people."))

    def validate_addresses(self, field):
        if self.by.data == "ticked" and not field.data:
            raise ValidationError(_("Tick at least one address."))

    def bulk_request(self, kind: str, choice: Choice) -> BulkRequest:
        """The wish that was typed."""
        ids = sorted(each.id for each in choice.found)
        wanted = {name: field.data for name, field in self._fields.items()}
        chosen = primary_addresses(ids) if wanted.get("by") == "primary" else wanted.get("addresses") or ()
        return BulkRequest(
            kind,
            ids,
            tag=wanted.get("tag"),
            user=wanted.get("member"),
            successor=wanted.get("successor"),
            type=wanted.get("account_type"),
            switch=wanted.get("switch"),
            on=wanted["on"] == "1" if "on" in wanted else None,
            addresses=tuple(sorted(set(chosen))),
        )


def form_for(kind: str, choice: Choice, **options) -> BulkForm:
    """The form of one kind, with what can be chosen in it."""
    form = BulkForm(**options)
    for name in [name for name in form._fields if name not in FIELDS[kind]]:
        del form[name]
    for name in FIELDS[kind]:
        form[name].choices = _CHOICES[name](kind, choice)
    if "by" in form and not form.by.raw_data:
        form.by.data = form.by.choices[0].value
    return form


def _tags(_kind, _choice):
    return [SelectChoice(*each) for each in Tag.by_name().select(Tag.id, Tag.name).tuples()]


def _staff(kind, _choice):
    """Whom to put on: who works here; whom to take off: also who has left."""
    people = User.active() if kind == "join" else User.select().order_by(User.sort_key, User.id)
    named = people.select(User.id, User.name, User.deactivated_at)
    return [
        SelectChoice(user.id, f"{user.name} ({_('left')})" if user.deactivated_at else user.name)
        for user in named
    ]


def _successors(_kind, _choice):
    return [SelectChoice(user.id, user.name) for user in User.active().select(*User.named())]


def _by(_kind, choice):
    ticked = [SelectChoice("ticked", _("The addresses ticked below"))]
    primary = SelectChoice("primary", _("The primary address of every contact of the selected clients"))
    return [*ticked, primary] if len(choice.found) <= MOST_LISTED else [primary]


_CHOICES = {
    "tag": _tags,
    "member": _staff,
    "successor": _successors,
    "account_type": lambda *_each: [SelectChoice(*each) for each in labels.ACCOUNT_TYPES.items()],
    "switch": lambda *_each: [SelectChoice(*each) for each in labels.SWITCHES.items()],
    "on": lambda *_each: [SelectChoice("1", _("On")), SelectChoice("0", _("Off"))],
    "by": _by,
    "addresses": lambda *_each: [],
}
