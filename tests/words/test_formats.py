"""Values as their readers write them."""

import re
from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from models.base.clock import at, today
from models.clients.account import Account
from models.clients.contact import Contact
from tests.test_conventions import ROOT, product_files
from web.forms import BaseForm, DayField
from words import formats


@pytest.fixture
def request_of(app):
    """request_of(headers): within a request, in English."""
    return lambda headers=None: app.test_request_context("/?lang=en", headers=headers)


# What is shown, in Danish and in English as Europe writes it: by CLDR for da and en-GB, money in English with its code.
AFTERNOON = datetime(2028, 11, 30, 13, 5, tzinfo=UTC)  # five past two in Denmark
WRITTEN = [
    (formats.money, (631_250,), "6.312,50 kr.", "DKK 6,312.50"),
    (formats.money, (123_456_705,), "1.234.567,05 kr.", "DKK 1,234,567.05"),
    (formats.money, (-5,), "-0,05 kr.", "-DKK 0.05"),
    (formats.money, (631_250, "EUR"), "6.312,50 €", "EUR 6,312.50"),
    (formats.money, (100, "SEK"), "1,00 SEK", "SEK 1.00"),
    (formats.day, (date(2028, 11, 30),), "30. nov. 2028", "30 Nov 2028"),
    (formats.day, (date(2028, 5, 1),), "1. maj 2028", "1 May 2028"),
    (formats.day, (date(2026, 12, 14),), "14. dec.", "14 Dec"),
    (formats.local_day, (AFTERNOON,), "30. nov. 2028", "30 Nov 2028"),
    (formats.moment, (AFTERNOON,), "30. nov. 2028 kl. 14.05", "30 Nov 2028, 14:05"),
    (formats.moment, (AFTERNOON.replace(hour=6),), "30. nov. 2028 kl. 07.05", "30 Nov 2028, 07:05"),
    (formats.percentage, (3_333,), "33,33 %", "33.33%"),
    (formats.percentage, (5_000,), "50 %", "50%"),
    (formats.percentage, (10_000,), "100 %", "100%"),
    (formats.size, (0,), "0 B", "0 B"),
    (formats.size, (999,), "999 B", "999 B"),
    (formats.size, (1_000,), "1 kB", "1 kB"),
    (formats.size, (1_500_000,), "2 MB", "2 MB"),
    (formats.size, (2_340_000_000,), "2,3 GB", "2.3 GB"),
    (formats.country, ("SE",), "Sverige", "Sweden"),
    (formats.language, ("da",), "Dansk", "Danish"),
    (formats.switch_names, (["login", "notify"],), "LOGIN og BESKED", "LOGIN and NOTIFY"),
    (
        formats.switch_names,
        (["login", "notify", "email-sync"],),
        "LOGIN, BESKED og MAIL-SYNK",
        "LOGIN, NOTIFY and EMAIL SYNC",
    ),
]


@pytest.mark.parametrize(("show", "given", "danish", "english"), WRITTEN)
def test_what_is_shown_is_written_as_its_reader_writes(request_of, show, given, danish, english):
    with request_of(), at(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        for language, expected in (("da", danish), ("en", english)):
            with force_locale(language):
                assert show(*given).replace("\N{NO-BREAK SPACE}", " ") == expected


HAVNEN = {"street": "Havnen 1", "postal_code": "8000", "city": "Aarhus C", "country": "DK"}
ADDRESSES = [
    ({}, "Havnen 1, 8000 Aarhus C", "Havnen 1, 8000 Aarhus C"),
    ({"country": "SE"}, "Havnen 1, 8000 Aarhus C, Sverige", "Havnen 1, 8000 Aarhus C, Sweden"),
    ({"country": ""}, "Havnen 1, 8000 Aarhus C", "Havnen 1, 8000 Aarhus C"),
    ({"street": ""}, "8000 Aarhus C", "8000 Aarhus C"),
    ({"street": "", "city": ""}, "8000", "8000"),
    ({"street": "", "postal_code": "", "city": ""}, "", ""),
    ({"street": "", "postal_code": "", "city": "", "country": "DE"}, "Tyskland", "Germany"),
]


@pytest.mark.parametrize(("values", "danish", "english"), ADDRESSES)
@pytest.mark.parametrize("kind", [Account, Contact])
def test_a_postal_address_names_its_country_abroad(request_of, kind, values, danish, english):
    with request_of():
        for language, expected in (("da", danish), ("en", english)):
            with force_locale(language):
                assert formats.postal_address(kind(**HAVNEN | values)) == expected


class DayForm(BaseForm):
    on = DayField()


def test_every_page_writes_a_postal_address_alike(browse, cast):
    """Info with its contacts, a day of the past, and two people side by side before they are merged."""
    aase, anna = (cast.address(f"{name}@a.example").link.contact for name in ("aase", "anna"))
    cast.a.change(cast.olga, cast.a.last_event_id, **HAVNEN | {"country": "SE"})
    aase.change(cast.olga, aase.last_event_id, **HAVNEN | {"street": "Kajen 2", "country": "NO"})
    browser, info = browse(cast.olga), f"/accounts/{cast.a.id}/info?lang=en"
    both = f"/merges/new?kind=contact&keep={aase.id}&gone={anna.id}&lang=en"
    for path, texts in {
        info: ["Havnen 1, 8000 Aarhus C, Sweden", "Kajen 2, 8000 Aarhus C, Norway"],
        f"{info}&as_of={today()}": ["Havnen 1, 8000 Aarhus C, Sweden", "Kajen 2, 8000 Aarhus C, Norway"],
        both: ["Kajen 2, 8000 Aarhus C, Norway"],
        f"/contacts/{aase.id}?lang=en": ["<div>8000 Aarhus C</div><div>Norway</div>"],
    }.items():
        page = browser.get(path).text
        assert all(text in page for text in texts), path


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_day_as_it_is_typed_is_one_that_forms_read(request_of, language):
    with request_of(), force_locale(language):
        typed = formats.typed_day(date(2026, 12, 1))
        assert typed == {"da": "01-12-2026", "en": "2026-12-01"}[language]
        assert DayForm(MultiDict({"on": typed})).on.data == date(2026, 12, 1)


def test_the_values_of_a_record_are_written_by_their_kinds(request_of):
    values = {"country": "SE", "phone": "+4520123456", "type": "company", "city": "", "phones-0": "20"}
    with request_of():
        assert formats.written_fields(Account(), values) == {
            "country": "Sweden",
            "phone": "20 12 34 56",
            "type": "Company",
            "city": "",
            "phones-0": "20",
        }


def test_only_one_file_knows_how_readers_write():
    """Elsewhere flask-babel's own functions would write for America."""
    own = re.compile(r"\b(get_locale|format_\w+)\b")
    for path in product_files("*.py", "*/**/*.py"):
        imported = re.findall(r"from flask_babel import (\([^)]*\)|.*)", path.read_text())
        assert path == ROOT / "words/language.py" or not own.search(" ".join(imported)), path
        assert not own_writing(path), path
    for path in product_files("templates/**/*.html", "templates/**/*.txt"):
        assert not own_writing(path), path
        assert not re.search(r"strftime|%[.,0-9]*[df]\b.*(price|amount)|DKK|\bkr\b", path.read_text()), path


# Ways of writing that only words/formats.py knows: days, names of countries, money. Who reads the postal code of a record
# writes its address; forms show it as typed, and models compare it.
OWN_WRITING = re.compile(r"strftime\(|format_(date|datetime|currency|skeleton)\(|\.territories")
OWN_ADDRESS = re.compile(r"(?<!form)\.postal_code")


def own_writing(path) -> str | None:
    """What a file writes by itself that words/formats.py is there for."""
    if path == ROOT / "words/formats.py" or path.is_relative_to(ROOT / "migrations"):
        return None
    text = path.read_text()
    address = None if path.is_relative_to(ROOT / "models") else OWN_ADDRESS.search(text)
    found = OWN_WRITING.search(text) or address
    return found and found[0]


@pytest.mark.parametrize(
    "text",
    [
        'day.strftime("%d")',
        '{{ contact.postal_code ~ " " ~ contact.city }}',
        "{{ contact.postal_code }} {{ contact.city }}",
        '{{ [account.street, account.postal_code, account.city]|join(", ") }}',
        'f"{record.postal_code} {record.city}"',
        "locale().territories[code]",
    ],
)
def test_what_writes_by_itself_is_noticed(tmp_path, text):
    (tmp_path / "page.html").write_text(text)
    assert own_writing(tmp_path / "page.html")


def test_a_form_may_show_a_postal_code_as_it_is_typed(tmp_path):
    (tmp_path / "page.html").write_text("{{ field(form.postal_code) }}")
    assert not own_writing(tmp_path / "page.html")


@pytest.mark.parametrize(("minutes", "expected"), [(0, "0:00"), (5, "0:05"), (65, "1:05"), (6_000, "100:00")])
def test_durations_are_hours_and_minutes(minutes, expected):
    assert formats.duration(minutes) == expected


def test_instants_are_shown_in_the_firms_time_zone(request_of):
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    with request_of():
        assert formats.local_day(new_year).startswith("1 Jan")


def test_what_has_no_date_is_shown_as_nothing(request_of):
    with request_of():
        assert [show(None) for show in (formats.day, formats.local_day, formats.moment, formats.ago)] == [
            ""
        ] * 4
        assert formats.day(date(2028, 2, 29)) == "29 Feb 2028"


def test_ago_tells_how_long_since(request_of):
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    with request_of(), at(noon):
        assert formats.ago(noon.replace(hour=9)) == "3 hours ago"


@pytest.mark.parametrize(
    "typed", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT:x", " javascript:x", "//x"]
)
def test_a_typed_website_is_never_more_than_a_website(typed):
    assert formats.web_address(typed).startswith("https://")
