"""Settings: which custom fields the firm has, for clients and for contacts."""

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from access import find
from models.base.visible_text import tidied
from models.clients.custom_field import SETS, CustomField, InUse, LabelTaken, TypeLocked
from models.clients.field_type import CHOICE_TYPES, LONGEST, TYPES
from web.forms import BaseForm, SeenField, at_most, required, stripped
from web.responses import error_response, flash_toast, page
from web.saving import save
from words import labels

bp = Blueprint("custom_fields", __name__)

MOST_CHOICES = 100
LABEL_TAKEN = _l("A field with this name already exists, perhaps an archived one.")


class CustomFieldForm(BaseForm):
    """One field; `seen` is the newest line of its history when the form was drawn."""

    refusals = {LabelTaken: ("label", LABEL_TAKEN), TypeLocked: ("type", labels.TYPE_LOCKED)}

    seen = SeenField()
    set = SelectField(_l("Belongs to"), choices=[SelectChoice(*each) for each in labels.FIELD_SETS.items()])
    label = StringField(_l("Name"), [required(), at_most(100)], [stripped])
    type = SelectField(_l("Type"))
    choices = TextAreaField(_l("Choices"), filters=[stripped])
    required = BooleanField(_l("Required"))

    def __init__(self, field: CustomField | None = None, **options):
        super().__init__(obj=field, **options)
        self._field = field
        if field:
            del self.set
        allowed = field.types() if field else TYPES
        self.type.choices = [SelectChoice(each, labels.FIELD_TYPES[each]) for each in allowed]

    def validate_label(self, field):
        set_ = self._field.set if self._field else self.set.data
        if CustomField.labelled(set_, field.data, self._field and self._field.id):
            raise ValidationError(LABEL_TAKEN)

    def validate_choices(self, field):
        lines = self._lines()
        if self.type.data in CHOICE_TYPES and not lines:
            raise ValidationError(_("Enter at least one choice."))
        if len(lines) > MOST_CHOICES or any(len(each) > LONGEST["text"] for each in lines):
            raise ValidationError(
                _(
                    "At most %(count)s choices of %(most)s characters each, please.",
                    count=MOST_CHOICES,
                    most=LONGEST["text"],
                )
            )

    def _lines(self) -> list[str]:
        lines = (" ".join(tidied(line).split()) for line in self.choices.data.splitlines())
        return [*dict.fromkeys(filter(None, lines))]

    def typed(self) -> dict:
        """What was typed, as the model keeps it."""
        fields = {name: value for name, value in self.data.items() if name != "seen"}
        return fields | {"choices": "\n".join(self._lines())}


@bp.get("/settings/custom-fields")
def index():
    sets = {each: list(CustomField.of_set(each)) for each in SETS}
    archived = {each: CustomField.archived_of_set(each) for each in SETS}
    return page("custom_fields/index.html", sets=sets, archived=archived)


@bp.get("/settings/custom-fields/new")
def new():
    wanted = request.args.get("set")
    form = CustomFieldForm(formdata=None, data={"set": wanted if wanted in SETS else SETS[0]})
    return page("custom_fields/new.html", form=form)


@bp.post("/settings/custom-fields")
def create():
    form = CustomFieldForm()
    saved = save(form, lambda: CustomField.define(current_user, **form.typed()))
    if not saved.done:
        return page("custom_fields/new.html", saved.status, form=form)
    flash_toast(_("Field “%(field)s” created.", field=saved.result.label))
    return to_index(saved.result)


@bp.get("/settings/custom-fields/<int:field_id>/edit")
def edit(field_id):
    field = find_field(field_id)
    return edit_page(field, CustomFieldForm(field, formdata=None, data={"seen": field.last_event_id}))


@bp.post("/settings/custom-fields/<int:field_id>")
def update(field_id):
    field = find_field(field_id)
    form = CustomFieldForm(field)
    saved = save(form, lambda: field.revise(current_user, form.seen.data, **form.typed()), field)
    if not saved.done:
        return edit_page(field, form, saved.status, saved.theirs)
    flash_toast(_("Field “%(field)s” saved.", field=form.label.data))
    return to_index(field)


@bp.post("/settings/custom-fields/<int:field_id>/deletion")
def delete(field_id):
    field = find_field(field_id)
    try:
        field.discard(current_user)
    except InUse:
        text = _("“%(field)s” has values: archive it instead, and they are kept.", field=field.label)
        return error_response(409, text, "errors/error.html", title=_("Not removed"))
    flash_toast(_("Field “%(field)s” removed.", field=field.label))
    return redirect(url_for("custom_fields.index"), 303)


def find_field(field_id: int) -> CustomField:
    return find(CustomField.select(), field_id, _("This field no longer exists: it was removed meanwhile."))


def to_index(field: CustomField):
    return redirect(url_for("custom_fields.index", _anchor=f"custom-field-{field.id}"), 303)


def edit_page(field: CustomField, form: CustomFieldForm, status: int = 200, theirs=None):
    """The form; after a conflict `theirs` holds the values that others have saved meanwhile, by column."""
    return page(
        "custom_fields/edit.html", status, field=field, form=form, used=field.used, theirs=theirs or {}
    )
