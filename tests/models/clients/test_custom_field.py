"""The firm's own fields: order, types, archiving."""

import pytest

from models.base.event import Event
from models.base.recorded import Stale
from models.clients.contact_value import FieldValue
from models.clients.custom_field import CustomField, InUse, TypeLocked
from models.clients.custom_value import CustomValue
from tests.support import digest


@pytest.fixture
def define(cast):
    """define(label, type): a new field of clients."""

    def make(label="Branche", type_="text", set_="account", choices="", required=False):
        return CustomField.define(
            cast.olga, set=set_, label=label, type=type_, choices=choices, required=required
        )

    return make


def labels(set_="account") -> list[str]:
    return [field.label for field in CustomField.of_set(set_)]


def revise(field, actor, **changes):
    values = {
        "label": field.label,
        "type": field.type,
        "choices": field.choices,
        "required": field.required,
    }
    return field.revise(actor, field.last_event_id, **values | changes)


def test_a_new_field_is_the_last_of_its_set(define):
    define("A")
    define("B", set_="contact")
    define("C")
    assert labels() == ["Særlige aftaler", "A", "C"]
    assert labels("contact") == ["Kaldenavn", "B"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (1, ["C", "Særlige aftaler", "A", "B"]),
        (2, ["Særlige aftaler", "C", "A", "B"]),
        (4, ["Særlige aftaler", "A", "B", "C"]),
        (0, ["C", "Særlige aftaler", "A", "B"]),
        (99, ["Særlige aftaler", "A", "B", "C"]),
    ],
)
def test_a_field_moves_to_its_place_and_the_others_keep_their_order(cast, define, place, expected):
    for each in "ABC":
        define(each)
    CustomField.labelled("account", "C").move(cast.olga, place)
    assert labels() == expected


def test_moving_again_changes_nothing_more(cast, define):
    field = define("A")
    field.move(cast.olga, 1)
    before = digest.digest()
    field.move(cast.olga, 1)
    assert digest.digest() == before


def test_an_archived_field_keeps_its_values_and_comes_back_with_them(cast, define):
    field = define()
    FieldValue.of(cast.a, field).fill(cast.olga, "Byggeri")
    field.archive(cast.olga)
    assert "Branche" not in labels()
    assert CustomField.archived_of_set("account") == [field]
    field.bring_back(cast.olga)
    assert "Branche" in labels()
    assert FieldValue.of(cast.a, field).value == "Byggeri"


def test_archiving_twice_is_one_event(cast, define):
    field = define()
    field.archive(cast.olga)
    CustomField.get_by_id(field.id).archive(cast.olga)
    assert Event.select().where(Event.kind == "custom_field.archived").count() == 1


def test_an_unused_field_may_become_anything(cast, define):
    field = define(type_="text")
    assert revise(field, cast.olga, type="sensitive")
    assert CustomField.get_by_id(field.id).type == "sensitive"


@pytest.mark.parametrize(
    ("type_", "value", "wider"),
    [
        ("text", "ja", {"long_text"}),
        ("url", "a.example", {"text", "long_text"}),
        ("single_choice", "ja", {"multiple_choice"}),
        ("number", "1", set()),
        ("date", "2026-03-05", set()),
        ("sensitive", "010190-1234", set()),
        ("long_text", "ja", set()),
        ("multiple_choice", "ja", set()),
        ("checkbox", "1", set()),
        ("email", "a@a.example", set()),
        ("phone", "+4533123456", set()),
    ],
)
def test_a_used_field_becomes_only_what_its_values_fit_into(cast, define, type_, value, wider):
    field = define(type_=type_, choices="ja\nnej")
    FieldValue.of(cast.a, field).fill(cast.olga, value)
    assert set(field.types()) == {type_, *wider}


def test_a_value_that_was_emptied_still_binds_the_type_since_the_history_tells_it(cast, define):
    field = define(type_="sensitive")
    FieldValue.of(cast.a, field).fill(cast.olga, "010190-1234")
    FieldValue.of(cast.a, field).fill(cast.olga, "")
    before = digest.digest()
    with pytest.raises(TypeLocked):
        revise(field, cast.olga, type="text")
    assert digest.digest() == before


def test_a_choice_that_is_taken_away_stays_where_it_was_chosen(cast, define):
    field = define(type_="single_choice", choices="C5\nDinero")
    FieldValue.of(cast.a, field).fill(cast.olga, "C5")
    revise(field, cast.olga, choices="Dinero")
    field = CustomField.get_by_id(field.id)
    assert FieldValue.of(cast.a, field).value == "C5"
    assert field.read("C5", kept="C5") == "C5"


def test_choices_belong_to_types_of_choice_only(cast, define):
    field = define(type_="single_choice", choices="C5\nDinero")
    revise(field, cast.olga, type="text")
    assert CustomField.get_by_id(field.id).choices == ""


def test_two_who_edit_a_field_do_not_overwrite_each_other(cast, define):
    field = define()
    seen = field.last_event_id
    revise(field, cast.adam, label="Sektor")
    before = digest.digest()
    with pytest.raises(Stale) as stale:
        field.revise(cast.olga, seen, label="Fag", type="text", choices="", required=False)
    assert stale.value.theirs == {"label": "Sektor"}
    assert digest.digest() == before


def test_a_field_without_values_can_be_removed_one_with_values_cannot(cast, define):
    used, unused = define("A"), define("B")
    FieldValue.of(cast.a, used).fill(cast.olga, "ja")
    before = digest.digest()
    with pytest.raises(InUse):
        used.discard(cast.olga)
    assert digest.digest() == before
    unused.discard(cast.olga)
    assert labels() == ["Særlige aftaler", "A"]
    assert CustomValue.select().count() == 1


def test_names_are_compared_without_case_within_a_set(define):
    field = define("CPR-nummer")
    assert CustomField.labelled("account", "cpr-NUMMER") == field
    assert CustomField.labelled("contact", "CPR-nummer") is None
    assert CustomField.labelled("account", "CPR-nummer", but=field.id) is None
