"""The form of all that a person owns: names, postal address, phones and e-mail addresses."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TelField,
)
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from models.base.mailbox import mailbox
from models.base.phone_number import e164, format_phone
from models.clients.contact import Address, Contact, Phone
from models.clients.contact_editing import Line, LinesRequired, save
from web.forms import (
    AddressField,
    BaseForm,
    SeenField,
    at_most,
    country_choices,
    email_address,
    fits_an_id,
    language_choices,
    phone_number,
    required,
    stripped,
)

OWN = ("first_name", "last_name", "language", "street", "postal_code", "city", "country")


def an_id():
    """A hidden field that holds the id of a row, or nothing."""
    return IntegerField(widget=HiddenInput(), validators=[Optional(), fits_an_id])


class PhoneLine(BaseForm):
    """One phone; without an id a new one, and without a number none."""

    id = an_id()
    number = TelField(_l("Phone"), [at_most(80), phone_number], [stripped])
    label = StringField(_l("Label"), [at_most(40)], [stripped])
    removed = BooleanField(_l("Remove"))

    @property
    def line(self) -> Line:
        return Line(self.id.data, self.number.data, self.label.data, self.removed.data)


class AddressLine(BaseForm):
    """One e-mail address; without an id a new one, and without text none."""

    id = an_id()
    email = AddressField(_l("E-mail"), [Optional(), email_address(), at_most(254)])
    removed = BooleanField(_l("Remove"))

    @property
    def line(self) -> Line:
        return Line(self.id.data, self.email.data, "", self.removed.data)


class ContactForm(BaseForm):
    """All that a person owns; `seen` is the newest line of history that the editor knew."""

    refusals = {LinesRequired: ("addresses", "")}  # in words beside its lines: refuse()

    seen = SeenField()
    back = an_id()
    first_name = StringField(_l("First name"), [required(), at_most(255)], [stripped])
    last_name = StringField(_l("Last name"), [at_most(255)], [stripped])
    language = SelectField(_l("Language"), choices=language_choices)
    street = StringField(_l("Street"), [at_most(255)], [stripped])
    postal_code = StringField(_l("Postal code"), [at_most(20)], [stripped])
    city = StringField(_l("City"), [at_most(255)], [stripped])
    country = SelectField(_l("Country"), choices=country_choices)
    phones = FieldList(FormField(PhoneLine))
    addresses = FieldList(FormField(AddressLine))
    first_phone = an_id()
    first_address = an_id()
    first_phone_was = an_id()
    first_address_was = an_id()

    def validate_phones(self, field):
        _require_once(
            [row.number for row in field if not row.removed.data],
            _stored,
            _("This number is entered twice."),
        )

    def validate_addresses(self, field):
        _require_once(
            [row.email for row in field if not row.removed.data],
            mailbox,
            _("This address is entered twice."),
        )

    def firsts(self) -> tuple:
        """The places of the lines that were chosen to stand first, None where that was not changed."""
        return (
            _chosen_line(self.first_phone, self.first_phone_was, self.phones),
            _chosen_line(self.first_address, self.first_address_was, self.addresses),
        )

    def with_empty_lines(self) -> "ContactForm":
        """The form with room for one more phone and one more address."""
        for lines, text in ((self.phones, "number"), (self.addresses, "email")):
            if not len(lines) or getattr(lines[-1], text).data:
                lines.append_entry()
        return self

    def refuse(self, error: LinesRequired):
        """A word beside each line that has to stay."""
        for line, label in error.lines.items():
            name, _dash, place = line.partition("-")
            message = _("The field “%(label)s” must not be empty: correct the address instead.", label=label)
            self[name][int(place)].form.email.errors = [message]

    def bring_up(self, contact: Contact):
        """After a conflict what others changed and this editor did not is theirs, and lines that are gone are new."""
        seen = self.seen.data
        for name, value in contact.brought_up(seen, **{name: self[name].data for name in OWN}).items():
            self[name].data = value
        phones, emails = list(Phone.of([contact.id])), list(Address.of([contact.id]))
        for row in self.phones:
            line = row.form.line
            _bring_up(row.form, phones, seen, number=_stored(line.text), label=line.label)
        for row in self.addresses:
            _bring_up(row.form, emails, seen, email=row.form.line.text)
        _bring_up_first(self.first_phone, self.first_phone_was, self.phones, phones)
        _bring_up_first(self.first_address, self.first_address_was, self.addresses, emails)
        self.seen.renew(contact.seen_event_id)


def _stored(number: str) -> str:
    return e164(number) if number else ""


def _require_once(fields, same, message: str):
    """Mark those fields whose text stands in an earlier one already. Raises ValidationError."""
    seen, twice = set(), False
    for field in fields:
        if not field.data or field.errors:
            continue
        key = same(field.data)
        if key in seen:
            field.errors, twice = [*field.errors, message], True
        seen.add(key)
    if twice:
        raise ValidationError


def _chosen_line(field, was, lines) -> int | None:
    place = field.data
    if place is None or place >= len(lines) or (was.data and lines[place].form.id.data == was.data):
        return None
    return place


def form_of(contact: Contact, back: int | None) -> ContactForm:
    """The form as it is opened, perhaps from the page of the client `back`."""
    phones, emails = Phone.of([contact.id]), Address.of([contact.id])
    lines = {
        "phones": [
            {"id": each.id, "number": format_phone(each.number), "label": each.label} for each in phones
        ],
        "addresses": [{"id": each.id, "email": each.email} for each in emails],
    }
    own = {name: getattr(contact, name) for name in OWN}
    first = {
        f"first_{name}_was": rows[0]["id"] if rows else None
        for name, rows in zip(("phone", "address"), lines.values(), strict=True)
    }
    form = ContactForm(formdata=None, data={**own, **lines, **first, "seen": contact.seen_event_id})
    form.back.data = back
    form.first_phone.data = form.first_address.data = 0
    return form


def save_form(form: ContactForm, contact: Contact, actor):
    """Write what the form holds. Raises Stale and contact_editing.LinesRequired."""
    save(
        contact,
        actor,
        form.seen.data,
        {name: form[name].data for name in OWN},
        [row.form.line for row in form.phones],
        [row.form.line for row in form.addresses],
        form.firsts(),
    )


def taken_away(form: ContactForm, contact: Contact) -> list[int]:
    """The ids of the addresses that saving would remove."""
    own = {address.id for address in Address.of([contact.id])}
    lines = [row.form.line for row in form.addresses]
    return [line.id for line in lines if line.id in own and (line.removed or not line.text)]


def _bring_up(row, records: list, seen: int, **values):
    record = next((each for each in records if each.id == row.id.data), None)
    if record is None:
        _put(row.id, None)
        return
    for name, value in record.brought_up(seen, **values).items():
        row[name].data = format_phone(value) if name == "number" else value


def _bring_up_first(first, was, lines, records: list):
    """Choose the line that stands first now, unless the editor chose another."""
    now = records[0].id if records else None
    if _chosen_line(first, was, lines) is None:
        _put(first, next((place for place, row in enumerate(lines) if row.form.id.data == now), None))
    _put(was, now)


def _put(field, value):
    """Let a number field show `value` rather than what was sent."""
    field.data, field.raw_data = value, None
