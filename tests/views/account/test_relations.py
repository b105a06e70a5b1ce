"""How one client stands to another: added, changed and removed on Info, between clients that one may see."""

import re

import pytest

from models.clients.account_relation import AccountRelation
from models.clients.new_client import open_client
from tests.support.digest import digest
from tests.support.html import value_of


def path(account, relation=None, end="") -> str:
    return f"/accounts/{account.id}/relations" + (f"/{relation.id}" if relation else "") + end + "?lang=en"


def typed(account, **others) -> dict:
    return {"kind": "to-owns", "other": f"{account.name} · {account.id}", "percentage": "33,33"} | others


def told() -> list[tuple]:
    rows = AccountRelation.select().order_by(AccountRelation.id)
    return [(row.account_id, row.kind, row.related_id, row.percentage_hundredths) for row in rows]


@pytest.fixture
def owned(cast):
    """A owns B."""
    return AccountRelation.relate(cast.olga, cast.a, cast.b, "owns", 6_000)


@pytest.mark.parametrize(
    ("kind", "percentage", "row"),
    [
        ("to-owns", "33,33", (1, "owns", 2, 3_333)),
        ("from-owns", "33.33", (2, "owns", 1, 3_333)),
        ("from-parent_of", "", (2, "parent_of", 1, None)),
        ("to-spouse_of", "0", (1, "spouse_of", 2, 0)),
    ],
)
def test_a_relation_is_added_in_either_direction(browse, cast, kind, percentage, row):
    data = typed(cast.b, kind=kind, percentage=percentage)
    assert browse(cast.mona).post(path(cast.a), data=data).status_code == 303
    assert told() == [row]


@pytest.mark.parametrize(
    "other", ["2", "Bageriet Bøgh", " bageriet BØGH ", "Bageriet Bøgh · 2", "hvad som helst · 2"]
)
def test_the_other_client_is_named_by_id_name_or_both(browse, cast, other):
    assert browse(cast.mona).post(path(cast.a), data=typed(cast.b, other=other)).status_code == 303
    assert told()[0][2] == 2


def test_a_name_that_two_clients_have_needs_the_id(browse, cast):
    open_client(cast.olga, type="company", name="Bageriet Bøgh", contact={"first_name": "Bo"})
    browser = browse(cast.mona)
    before = digest()
    assert browser.post(path(cast.a), data=typed(cast.b, other="Bageriet Bøgh")).status_code == 422
    assert digest() == before


@pytest.mark.parametrize("how", ["htmx", "plain"])
@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("other", "", "Please fill this in."),
        ("other", "1", "A client cannot be related to itself."),
        ("other", "987654", "There is no such client."),
        ("other", "9" * 40, "There is no such client."),
        ("other", "x" * 5_000, "characters"),
        ("other", "Ukendt ApS", "There is no such client."),
        ("percentage", "100,01", "Enter a percentage"),
        ("percentage", "-1", "Enter a percentage"),
        ("percentage", "1.000,50", "Enter a percentage"),
        ("kind", "to-cousin_of", "Not a valid choice"),
        ("kind", "from-spouse_of", "Not a valid choice"),
        ("kind", "", "Please choose."),
    ],
)
def test_bad_input_is_told_beside_its_field_and_keeps_the_rest(browse, cast, how, field, value, said):
    browser = browse(cast.mona)
    before = digest()
    data = typed(cast.b, **{field: value})
    answer = (
        browser.htmx("POST", path(cast.a), data=data)
        if how == "htmx"
        else browser.post(path(cast.a), data=data)
    )
    assert answer.status_code == 422
    assert said in re.search(rf'id="relation-new-{field}-error">(.*?)</p>', answer.text, re.DOTALL)[1]
    assert ('value="33,33"' in answer.text) == (field != "percentage")
    assert digest() == before


def test_a_client_that_one_may_not_see_is_like_one_that_does_not_exist(browse, cast):
    browser = browse(cast.rikke)
    before = digest()
    foreign = browser.htmx("POST", path(cast.a), data=typed(cast.b, other=str(cast.b.id)))
    nobodys = browser.htmx("POST", path(cast.a), data=typed(cast.b, other="987654"))
    by_name = browser.htmx("POST", path(cast.a), data=typed(cast.b, other=cast.b.name))
    told = [
        re.search(r'id="relation-new-other-error">(.*?)</p>', each.text)[1]
        for each in (foreign, nobodys, by_name)
    ]
    assert told[0] == told[1] == told[2]
    assert foreign.status_code == nobodys.status_code == by_name.status_code == 422
    assert digest() == before


def test_the_same_relation_again_is_refused(browse, cast, owned):
    browser = browse(cast.mona)
    before = digest()
    answer = browser.post(path(cast.a), data=typed(cast.b))
    assert answer.status_code == 422
    assert "already have this relation" in answer.text
    assert digest() == before


def undo(browser, answer):
    toast = answer.text[answer.text.index("data-toast") :]
    action = re.search(r'action="([^"]*)"', toast)[1]
    fields = {name: value for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', toast)}
    return browser.post(action, data=fields)


def test_a_relation_is_changed_from_either_end_and_undone(browse, cast, owned):
    browser = browse(cast.mona)
    for account, kind in ((cast.a, "to-owns"), (cast.b, "from-owns")):
        page = browser.get(path(account, owned, "/edit")).text
        assert re.search(rf'<option selected value="{kind}">', page)
        assert 'value="60%"' in page
        other = cast.b if account == cast.a else cast.a
        data = typed(other, kind=kind, percentage="75", seen=owned.last_event_id)
        answer = browser.htmx("POST", path(account, owned), data=data)
        assert (answer.status_code, told()) == (200, [(1, "owns", 2, 7_500)])
        undo(browser, answer)
        assert told() == [(1, "owns", 2, 6_000)]


def test_adding_and_removing_are_undone(browse, cast):
    browser = browse(cast.mona)
    undo(browser, browser.htmx("POST", path(cast.a), data=typed(cast.b)))
    assert told() == []
    browser.post(path(cast.a), data=typed(cast.b, kind="from-owns"))
    row = told()
    removed = browser.htmx("POST", path(cast.a, AccountRelation.get(), "/deletion"))
    assert told() == []
    undo(browser, removed)
    assert told() == row


def test_two_who_change_it_are_told_of_each_other_and_keep_what_they_typed(browse, cast, owned):
    browser = browse(cast.mona)
    data = typed(cast.b, percentage="75", seen=owned.last_event_id)
    owned.change(cast.olga, owned.last_event_id, percentage_hundredths=5_000)
    before = digest()
    for answer in (
        browser.htmx("POST", path(cast.a, owned), data=data),
        browser.post(path(cast.a, owned), data=data),
    ):
        assert answer.status_code == 409
        assert 'value="75"' in answer.text
        assert "Now it says: This client owns … · Bageriet Bøgh · 2 · 50%" in answer.text
        assert digest() == before
    assert (
        browser.post(path(cast.a, owned), data=data | {"seen": value_of(answer.text, "seen")}).status_code
        == 303
    )
    assert told() == [(1, "owns", 2, 7_500)]


@pytest.mark.parametrize("how", ["htmx", "plain"])
def test_bad_input_in_a_change_keeps_what_was_typed(browse, cast, owned, how):
    browser = browse(cast.mona)
    before = digest()
    data = typed(cast.b, percentage="101", seen=owned.last_event_id)
    where = path(cast.a, owned)
    answer = browser.htmx("POST", where, data=data) if how == "htmx" else browser.post(where, data=data)
    assert answer.status_code == 422
    assert 'value="101"' in answer.text
    assert f'id="relation-{owned.id}-percentage-error"' in answer.text
    assert digest() == before


def test_more_than_everything_owned_is_a_warning(browse, cast, owned):
    cast.old.reactivate(cast.olga)
    browser = browse(cast.mona)
    answer = browser.htmx("POST", path(cast.b), data=typed(cast.old, kind="from-owns", percentage="40,5"))
    assert answer.status_code == 200
    assert "The owners of Bageriet Bøgh hold 100.5% together." in answer.text


@pytest.mark.parametrize(
    ("person", "status"),
    [
        *(("olga", 303), ("adam", 303), ("mona", 303), ("vera", 403), ("alice", 403)),
        *(("rikke", 403), ("bob", 404), ("erik", 404), ("nils", 404)),
    ],
)
def test_who_may_relate(browse, cast, person, status):
    if person == "vera":
        cast.vera.withdraw("manage_accounts", cast.olga)
    if person == "rikke":
        cast.rikke.withdraw("manage_accounts", cast.olga)
    browser = browse(getattr(cast, person))
    before = digest()
    assert browser.post(path(cast.a), data=typed(cast.b)).status_code == status
    assert (digest() == before) == (status != 303)
    relation = AccountRelation.get_or_none() or AccountRelation.relate(cast.olga, cast.a, cast.b, "owns")
    before = digest()
    data = typed(cast.b, percentage="5", seen=relation.last_event_id)
    assert browser.get(path(cast.a, relation, "/edit")).status_code == (200 if status == 303 else status)
    assert browser.post(path(cast.a, relation), data=data).status_code == status
    assert browser.post(path(cast.a, relation, "/deletion")).status_code == status
    assert (digest() == before) == (status != 303)


def test_a_relation_to_one_that_is_hidden_is_neither_shown_nor_changed(browse, cast, owned):
    browser = browse(cast.rikke)
    before = digest()
    assert browser.get(path(cast.a, owned, "/edit")).status_code == 404
    assert browser.post(path(cast.a, owned), data=typed(cast.a)).status_code == 404
    assert browser.post(path(cast.a, owned, "/deletion")).status_code == 404
    assert digest() == before


def test_a_relation_of_others_is_not_found_here(browse, cast):
    relation = AccountRelation.relate(cast.olga, cast.b, cast.old, "owns")
    assert browse(cast.olga).post(path(cast.a, relation, "/deletion")).status_code == 404


def test_suggestions_are_clients_that_one_may_see_and_not_itself(browse, cast):
    where = f"/accounts/{cast.a.id}/relations/new?other=b"
    headers = {"HX-Target": "datalist#relation-new-others"}
    offered = browse(cast.mona).htmx("GET", where, headers=headers).text
    assert '<datalist id="relation-new-others">' in offered
    assert 'value="Bageriet Bøgh · 2"' in offered
    assert "Østergaard" not in offered
    assert "Bageriet" not in browse(cast.rikke).htmx("GET", where, headers=headers).text


def test_an_archived_client_keeps_its_relations(browse, cast):
    cast.old.reactivate(cast.olga)
    relation = AccountRelation.relate(cast.olga, cast.old, cast.b, "owns")
    cast.old.archive(cast.olga)
    browser = browse(cast.mona)
    before = digest()
    assert browser.post(path(cast.old), data=typed(cast.a)).status_code == 409
    assert browser.post(path(cast.old, relation, "/deletion")).status_code == 409
    assert digest() == before


def test_what_an_archived_client_is_to_another_is_not_changed_from_there_either(browse, cast):
    cast.old.reactivate(cast.olga)
    relation = AccountRelation.relate(cast.olga, cast.old, cast.b, "owns")
    cast.old.archive(cast.olga)
    browser = browse(cast.mona)
    before = digest()
    answer = browser.post(path(cast.a), data=typed(cast.old, kind="from-owns"))
    assert answer.status_code == 409
    assert "Lukket Kro I/S is archived." in answer.text
    assert browser.post(path(cast.b, relation, "/deletion")).status_code == 409
    assert digest() == before
    assert path(cast.b, relation, "/deletion") not in browser.get(f"/accounts/{cast.b.id}/info").text
    assert browser.post(path(cast.b), data=typed(cast.old, kind="to-owns")).status_code == 303
