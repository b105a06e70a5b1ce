"""The account section of Info: the forms of its areas, and what each area shows."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import ValidationError

from access import accounts, may
from models.base.percentage import InvalidPercentage, hundredths
from models.clients.account import Account, Assignment
from models.clients.account_relation import (
    MUTUAL_KINDS,
    RELATION_KINDS,
    AccountRelation,
    RelationTaken,
    RelationToItself,
)
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.clients.link import Link
from models.clients.tag import COLOURS, Tag
from models.staff.user import User
from models.teams.cover import Cover
from web.forms import BaseForm, SeenField, at_most, choice_required, choices, required, stripped
from words import labels

# Area → its partial; the area's id is #account-<name>.
AREAS = {name: f"info/{name}.html" for name in ("photo", "tags", "team", "roles", "relations")}

OUTWARDS, INWARDS = "to", "from"


class TagForm(BaseForm):
    """A tag to put on, by its name; the colour is for one that is new."""

    name = StringField(_l("Tag"), [required(), at_most(60)], [stripped], id="tag-name")
    colour = SelectField(_l("Colour"), choices=choices(labels.COLOURS), default=COLOURS[0], id="tag-colour")


class MemberForm(BaseForm):
    """A member of staff for the team."""

    user_id = SelectField(_l("Member of staff"), [choice_required()], coerce=int, id="team-user")


class RoleForm(BaseForm):
    """Who holds which role."""

    role_id = SelectField(_l("Role"), [choice_required()], coerce=int, id="role-role")
    user_id = SelectField(_l("Member of staff"), [choice_required()], coerce=int, id="role-user")


class RelationForm(BaseForm):
    """How this client stands to another, which is named by its ID, its name or both as the suggestions write it."""

    refusals = {
        RelationToItself: ("other", _l("A client cannot be related to itself.")),
        RelationTaken: ("other", _l("The two clients already have this relation.")),
    }

    seen = SeenField()
    kind = SelectField(_l("Relation"), [choice_required()])
    other = StringField(_l("Other client"), [required(), at_most(300)], [stripped])
    percentage = StringField(_l("Percentage"), [at_most(20)], [stripped])

    def __init__(self, *args, part="new", **kwargs):
        super().__init__(*args, **kwargs)
        self.part = part
        self.kind.choices = choices(relation_choices())
        for each in self:
            each.id = f"relation-{part}-{each.name}"

    def validate_percentage(self, field):
        try:
            self.hundredths = hundredths(field.data) if field.data else None
        except InvalidPercentage as error:
            raise ValidationError(
                _("Enter a percentage from 0 to 100 with at most two decimals, such as 33.33.")
            ) from error


def relation_choices() -> list[tuple]:
    """Every kind, told from this client's end; those that are no matter of direction once."""
    found = [(f"{OUTWARDS}-{kind}", labels.RELATIONS_OUT[kind]) for kind in RELATION_KINDS]
    found += [
        (f"{INWARDS}-{kind}", labels.RELATIONS_IN[kind])
        for kind in RELATION_KINDS
        if kind not in MUTUAL_KINDS
    ]
    return found


def areas(account: Account, filled=None, problems=None) -> dict:
    """What the areas show. By the name of an area: `filled`, forms with what was typed, `problems`, refusals in words."""
    assignments = Cover.explain(Assignment.current_of(account))
    relations = AccountRelation.of_account(account, accounts)
    return {
        "assignments": assignments,
        "roles": list(AccountRoleHolder.of_account(account)),
        "related": Link.related_accounts(account, accounts),
        "relations": relations,
        "overowned": AccountRelation.overowned(relations, accounts()),
        "area_forms": {} if account.archived else area_forms(account, assignments) | (filled or {}),
        "filled": filled or {},
        "problems": problems or {},
    }


def area_forms(account: Account, assignments) -> dict:
    """The forms that the signed-in user may use, empty."""
    forms = {}
    staff = staff_choices() if may("assignments.create") or may("role_holders.create") else []
    if may("account_tags.create"):
        forms["tags"] = TagForm(formdata=None)
        forms["tag_names"] = [tag.name for tag in Tag.by_name()]
    if may("assignments.create"):
        members = {each.user_id for each in assignments}
        forms["team"] = MemberForm(formdata=None)
        forms["team"].user_id.choices = [each for each in staff if each.value not in members]
    if may("role_holders.create"):
        forms["roles"] = RoleForm(formdata=None)
        forms["roles"].user_id.choices = staff
        forms["roles"].role_id.choices = role_choices()
    if may("relations.create"):
        forms["relations"] = RelationForm(formdata=None)
    return forms


def staff_choices() -> list:
    return choices((user.id, user.name) for user in User.active())


def role_choices() -> list:
    return choices((role.id, role.name) for role in AccountRole.in_order())
