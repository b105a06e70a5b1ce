"""The Info tab of a day of the past: what was is what is shown (rule Clients 8)."""

import re
from datetime import UTC, datetime, time, timedelta
from html import unescape

import pytest

from models.base.clock import at, today
from models.base.event import Event
from models.clients.account_relation import AccountRelation
from models.clients.account_role import AccountRole, AccountRoleHolder
from models.clients.contact import Contact
from models.clients.custom_field import CustomField
from models.clients.custom_value import CustomValue
from models.clients.link import Link
from models.clients.linked_address import MutedNotification
from models.clients.linking import link_contact, unlink
from models.clients.tag import Tag
from models.merging.merging import merge
from tests.support.digest import digest

FIRST = datetime.combine(today(), time(11), UTC)


def on(number: int):
    """Tell what is inside on a day after the firm of the tests was told."""
    return at(FIRST + timedelta(days=number))


def date_of(number: int) -> str:
    return str((FIRST + timedelta(days=number)).date())


class Shown:
    """The page as of a day."""

    def __init__(self, text: str):
        self.text, self.facts = unescape(text), {}
        for label, value in re.findall(r"<dt>([^<]*)</dt>\s*<dd>(.*?)</dd>", self.text, re.DOTALL):
            then, _mark, now = (re.sub(r"<[^>]*>", "", part).strip() for part in value.partition("<span"))
            self.facts.setdefault(label, (then, now.rpartition("today: ")[2] if "today: " in now else None))
        self.people = [
            re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", each)).strip()
            for each in re.findall(r"<h3>(.*?)</h3>", self.text, re.DOTALL)
        ]

    def cells(self, address: str) -> list[str]:
        """The switches of an address, each with what it is today if that is different."""
        row = next(
            each for each in re.findall(r"<tr>.*?</tr>", self.text, re.DOTALL) if f">{address}" in each
        )
        texts = [re.sub(r"<[^>]*>", " ", each) for each in re.findall(r"<td.*?</td>", row, re.DOTALL)]
        return [re.sub(r"\s+", " ", each).strip() for each in texts][1:]


@pytest.fixture
def shown(browse):
    """shown(user, account, number): Info as of a day, seen on the thirtieth."""

    def see(user, account, number, language="en"):
        with on(30):
            path = f"/accounts/{account.id}/info?as_of={date_of(number)}&lang={language}"
            return Shown(browse(user).get(path).text)

    return see


def test_the_client_as_it_was_beside_today(shown, cast):
    with on(10):
        cast.a.rename("Murermester Ny", cast.olga)
        cast.a.amend(cast.olga, city="Aarhus", phone="+4540302010", type="other")
    with on(20):
        cast.a.amend(cast.olga, city="Odense")
    then = shown(cast.alice, cast.a, 5)
    assert then.facts["Name"] == ("Østergaard Byg ApS", "Murermester Ny")
    assert then.facts["Address"] == ("–", "Odense")
    assert then.facts["Type"] == ("Company", "Other")
    between = shown(cast.alice, cast.a, 10)  # at the end of the day
    assert between.facts["Name"] == ("Murermester Ny", None)
    assert between.facts["Address"] == ("Aarhus", "Odense")
    assert between.facts["Phone"] == ("40 30 20 10", None)
    assert 'class="differs"' not in shown(cast.alice, cast.a, 30).text


def test_tags_team_roles_fields_and_state(shown, cast):
    tag, role = Tag.add(cast.olga, name="Moms"), AccountRole.create(name="Revisor")
    field = CustomField.add(cast.olga, set="account", label="Opstart", type="date")
    secret = CustomField.add(cast.olga, set="account", label="CPR", type="sensitive")
    with on(10):
        tag.put_on(cast.a, cast.olga)
        cast.a.assign(cast.adam, cast.olga)
        AccountRoleHolder.add(cast.olga, account=cast.a, role=role, user=cast.adam)
        CustomValue.add(cast.olga, field=field, account=cast.a, value="2024-02-29")
        CustomValue.add(cast.olga, field=secret, account=cast.a, value="010190-1234")
    with on(20):
        cast.a.archive(cast.olga)
    before, after = shown(cast.alice, cast.a, 5), shown(cast.alice, cast.a, 15)
    assert before.facts["Tags"] == ("–", "Moms")
    assert before.facts["Team"] == ("Alice Dam, Rikke Gram", "Adam Birk, Alice Dam, Rikke Gram")
    assert before.facts["Revisor"] == ("–", "Adam Birk")
    assert after.facts["Opstart"] == ("29 Feb 2024", None)
    assert after.facts["CPR"] == ("••••••", None)
    assert "010190" not in before.text + after.text
    assert after.facts["State"] == ("In use", "Archived")


def test_contacts_who_came_and_went_and_were_renamed(shown, cast):
    aase = Link.of_account(cast.a)[1]
    with on(10):
        unlink(aase, cast.olga)
        Link.of_account(cast.a).first().contact.rename("Anne", "Lund", cast.olga)
        link_contact(cast.a, Contact.meet(cast.olga, first_name="Ib", emails=["ib@x.example"]), cast.olga)
    then = shown(cast.alice, cast.a, 5)
    assert then.people == ["Anna Østergaard today: Anne Lund", "Åse Lund no longer a contact"]
    assert "Not a contact yet on this day: Ib" in then.text
    assert shown(cast.alice, cast.a, 15).people == ["Anne Lund", "Ib"]


def test_switches_and_muted_types(shown, cast):
    row = cast.address("aase@a.example")
    with on(10):
        row.turn("notify", True, cast.olga)
        muted = MutedNotification.add(cast.olga, linked_address=row, type="reminders")
    with on(20):
        muted.remove(cast.olga)
        row.turn("login", True, cast.olga)
    assert shown(cast.alice, cast.a, 5).cells("aase@a.example") == [
        "Off today: On",
        "Off today: On",
        "Off",
        "On",
    ]
    assert shown(cast.alice, cast.a, 15).cells("aase@a.example") == [
        *("Off today: On", "On, all but: reminders today: On", "Off", "On"),
    ]


def test_relations_both_ways_to_clients_that_the_reader_may_see(shown, cast):
    out = AccountRelation.add(
        cast.olga, account=cast.a, related=cast.b, kind="owns", percentage_hundredths=6_000
    )
    cast.old.reactivate(cast.olga)
    back = AccountRelation.add(cast.olga, account=cast.old, related=cast.a, kind="parent_of")
    with on(10):
        out.remove(cast.olga)
        back.remove(cast.olga)
    told = shown(cast.olga, cast.a, 5).facts["Related clients"]
    assert told[0].replace("\xa0", "").replace(" %", "%") == (
        "this client owns Bageriet Bøgh (60%); Lukket Kro I/S is parent of this client"
    )
    assert told[1] == "–"
    alice = shown(cast.alice, cast.a, 5)
    assert alice.facts["Related clients"] == ("Lukket Kro I/S is parent of this client", "–")
    assert cast.b.name not in alice.text


def test_what_became_a_part_of_the_client_was_not_yet_one(shown, cast):
    with on(10):
        merge(cast.a, cast.b, cast.olga)
    assert shown(cast.alice, cast.a, 5).people == ["Anna Østergaard", "Åse Lund"]
    assert shown(cast.alice, cast.a, 15).people == ["Anna Østergaard", "Bent Bøgh", "Åse Lund"]


def test_the_neighbouring_days_with_changes_are_one_click_away(shown, cast):
    with on(10):
        cast.a.amend(cast.olga, city="Aarhus")
    with on(20):
        Link.of_account(cast.a).first().contact.amend(cast.olga, city="Odense")
    text = shown(cast.alice, cast.a, 15).text
    for part, number in (("earlier", 10), ("later", 20)):
        link = re.search(rf'id="past-{part}"[^>]*href="([^"]*)"', text)[1]
        assert link == f"/accounts/{cast.a.id}/info?as_of={date_of(number)}"
    last = shown(cast.alice, cast.a, 25).text
    assert 'id="past-later"' not in last
    assert 'id="past-today"' in last


def test_the_day_is_that_of_the_firm(shown, cast):
    midnight = (FIRST + timedelta(days=10)).replace(hour=21 if FIRST.month in range(5, 10) else 22, minute=30)
    with at(midnight):
        cast.a.amend(cast.olga, city="Aarhus")
    with at(midnight + timedelta(hours=1)):
        cast.a.amend(cast.olga, city="Odense")
    assert shown(cast.alice, cast.a, 10).facts["Address"] == ("Aarhus", "Odense")


def test_before_the_client_began_there_is_a_friendly_word(shown, cast):
    page = shown(cast.alice, cast.a, -1)
    assert "The client's history begins on" in page.text
    assert not page.facts
    assert f'id="past-later" rel="next" href="/accounts/{cast.a.id}/info?as_of={date_of(0)}"' in page.text


def test_nothing_can_be_changed_there_and_no_address_is_a_link(shown, cast):
    text = shown(cast.olga, cast.a, 5).text
    main = text.partition('<main class="main"')[2]
    assert 'method="post"' not in main.partition('id="past-account"')[2].partition('id="toasts"')[0]
    assert "mailto:" not in main


def test_it_speaks_danish(shown, cast):
    with on(10):
        cast.a.amend(cast.olga, city="Aarhus")
    text = shown(cast.alice, cast.a, 5, "da").text
    assert "Som det så ud ved udgangen af" in text
    assert "i dag: Aarhus" in text


@pytest.mark.parametrize("typed", ["31-02-2026", "i går", "", "0001-01-01", "99999-01-01", "x" * 5000])
def test_a_day_that_is_none_leaves_info_as_it_is_with_a_word_beside_the_field(browse, cast, typed):
    browser = browse(cast.alice)
    before = digest()
    answer = browser.get(f"/accounts/{cast.a.id}/info?as_of={typed}&lang=en")
    field = re.search(r'<input[^>]*id="as-of"[^>]*>', answer.text, re.DOTALL)[0]
    assert answer.status_code == 422
    assert f'value="{typed}"' in field
    assert 'aria-invalid="true"' in field
    assert ("Choose a day." if not typed else "There is no such day") in answer.text
    assert 'id="contacts"' in answer.text
    assert digest() == before


def test_a_day_to_come(browse, cast):
    answer = browse(cast.alice).get(f"/accounts/{cast.a.id}/info?as_of={date_of(3)}&lang=en")
    assert answer.status_code == 422
    assert "This day is in the future." in answer.text


@pytest.mark.parametrize(("name", "status"), [("bob", 404), ("nils", 404), ("alice", 200), ("mona", 200)])
def test_who_sees_it_is_who_opens_the_client(browse, cast, name, status):
    path = f"/accounts/{cast.a.id}/info?as_of={today()}"
    assert browse(getattr(cast, name)).get(path).status_code == status


def test_info_and_history_lead_there(browse, cast):
    browser = browse(cast.alice)
    for tab in ("info", "history"):
        text = browser.get(f"/accounts/{cast.a.id}/{tab}").text
        assert re.search(rf'<form[^>]*id="past-form"[^>]*action="/accounts/{cast.a.id}/info"', text)


def test_it_reads_as_much_for_many_changes_as_for_few(shown, cast, queries):
    counts = []
    for round_ in range(3):
        for number in range(round_ * 4):
            with on(10):
                cast.a.amend(cast.olga, city=f"By {round_} {number}")
                contact = Contact.meet(
                    cast.olga, first_name=f"Ib {round_} {number}", emails=[f"ib{number}@{round_}.example"]
                )
                unlink(link_contact(cast.a, contact, cast.olga), cast.olga)
                link_contact(cast.a, contact, cast.olga)
        shown(cast.alice, cast.a, 5)
        with queries() as seen:
            shown(cast.alice, cast.a, 5)
        counts.append(len(seen))
    assert len(set(counts)) == 1
    assert Event.select().count() > 100
