"""Which language a page speaks, and how."""

import re

import pytest
from babel.messages.pofile import read_po
from flask_babel import gettext, lazy_gettext, ngettext
from markupsafe import Markup

from models.base.clock import today
from models.billing.invoice import Invoice
from models.staff.user import User
from tests.test_conventions import ROOT, product_files
from words.language import LANGUAGES, filled

CATALOGUE = ROOT / "translations/da/LC_MESSAGES/messages.po"


def spoken(browser, path="/sign-in", **headers) -> str:
    return browser.get(path, headers=headers).text.split('<html lang="')[1][:2]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("en", "en"),
        ("da", "da"),
        ("da-DK,da;q=0.9,en;q=0.8", "da"),
        ("en-GB,en;q=0.9", "en"),
        ("fr", "da"),
        ("", "da"),
        ("fr,en;q=0.5", "en"),
        (";;q=x", "da"),
    ],
)
def test_a_stranger_gets_what_the_browser_asks_for(client, accepted, language):
    assert spoken(client, **{"Accept-Language": accepted}) == language


def test_a_users_setting_comes_before_the_browsers(browse, cast):
    User.update(language="en").where(User.id == cast.alice.id).execute()
    assert spoken(browse(cast.alice), "/accounts", **{"Accept-Language": "da"}) == "en"


def test_the_address_comes_before_the_setting_for_one_visit(browse, cast):
    User.update(language="en").where(User.id == cast.alice.id).execute()
    browser = browse(cast.alice)
    assert spoken(browser, "/accounts?lang=da") == "da"
    assert spoken(browser, "/accounts") == "da"
    assert "Ingen noter" in browser.get(f"/accounts/{cast.a.id}/overview/notes").text
    assert spoken(browse(cast.alice), "/accounts") == "en"


def test_choosing_a_language_ends_the_visit_in_another(browse, cast):
    browser = browse(cast.alice)
    browser.get("/accounts?lang=da")
    browser.post("/preferences", data={"language": "en", "next": "/accounts"})
    assert spoken(browser, "/accounts") == "en"


@pytest.mark.parametrize("unknown", ["xx", "", "../..", "da'"])
def test_an_unknown_language_is_ignored(client, unknown):
    assert spoken(client, f"/sign-in?lang={unknown}", **{"Accept-Language": "en"}) == "en"


def test_forms_complain_in_the_readers_language(client):
    complaints = {
        language: client.post(f"/sign-in?lang={language}", data={})
        .text.split('class="field-error"')[1]
        .split("</p>")[0]
        for language in LANGUAGES
    }
    assert complaints["da"].split("</svg>")[1] != complaints["en"].split("</svg>")[1]


def test_texts_of_one_language_do_not_stay_for_the_next_reader(client):
    """The catalogues are kept between requests."""
    first, second, third = (client.get(f"/sign-in?lang={each}").text for each in ("da", "en", "da"))
    assert "Sign in" not in first
    assert "Sign in" in second
    assert "Sign in" not in third


# What the texts say


def catalogue() -> dict[str, list[str]]:
    """English text → its Danish, in all its forms."""
    with CATALOGUE.open("rb") as file:
        found = [each for each in read_po(file) if each.id]
    return {
        each.id if isinstance(each.id, str) else each.id[0]: (
            [each.string] if isinstance(each.string, str) else list(each.string)
        )
        for each in found
    }


DANISH = catalogue()
ALL = [(english, danish) for english, forms in DANISH.items() for danish in forms]

# Danish is the same word, a name, or what is not a word at all.
SAME_IN_BOTH = {
    *("Administrator", "Browser", "Chats", "Information", "Invitation", "LOGIN", "Logo", "Menu", "Normal"),
    *("Orange", "Overblik", "Portal", "QuickBooks", "Relation", "Status", "Tag", "Tags", "Team", "Type"),
    *("ID", "Info", "E-mail", "Send", "Send invitation", "Upload", "invitation", "%(num)s chat"),
    *("%(role)s: %(name)s.", "%(who)s, %(when)s"),
}
POLITE = re.compile(r"(?<![.:!?»] )(?<!^)\b(De|Dem|Deres)\b")
ACCENTED_VERB = re.compile(r"\w+ér\b")
WORDS = re.compile(r"%\(\w+\)[sd]")


def complaints_about(english: str, danish: str) -> list[str]:
    """What no Danish firm would write, of the form and not of the meaning."""
    found = []
    if re.search("[“”„\"‘’']", danish):
        found.append("quotes are »…«")
    if danish.count("»") != english.count("“") or danish.count("«") != english.count("”"):
        found.append("as many quotes as in English")
    if ACCENTED_VERB.search(danish):
        found.append("verbs have no accent: Inviter, Filtrer")
    if re.search(r"(?<!\.)\.\.(?!\.)", danish):
        found.append("one full stop")
    if danish == english and english not in SAME_IN_BOTH and WORDS.sub("", english).strip(" .,:·"):
        found.append("it is not translated")
    if POLITE.search(danish):
        found.append("people are called du")
    if english.endswith((",", ".", "…", ":", "?")) and danish[-1] != english[-1]:
        found.append("it ends as in English")
    if re.search(r"[a-zæøå]", danish) and english[0].isupper() and danish[0].islower():
        found.append("it begins with a capital")
    return found


def test_danish_is_written_as_danes_write_it():
    assert not {
        english: (danish, found) for english, danish in ALL if (found := complaints_about(english, danish))
    }


@pytest.mark.parametrize(
    ("english", "danish"),
    [
        ("“%(what)s” is saved.", "“%(what)s” er gemt."),
        ("“%(what)s” is saved.", '"%(what)s" er gemt.'),
        ("It's saved.", "Det's gemt."),
        ("“%(what)s” is saved.", "»%(what)s er gemt."),
        ("Filter", "Filtrér"),
        ("Saved.", "Gemt.."),
        ("Save", "Save"),
        ("You are in.", "Nu er De inde."),
        ("Hello %(name)s,", "Hej %(name)s"),
        ("New document", "nyt dokument"),
    ],
)
def test_what_no_dane_would_write_is_noticed(english, danish):
    assert complaints_about(english, danish)


def test_one_thing_has_one_name():
    """docs/glossary.md: what is called so in English is called so in Danish, and other words for it are not used."""
    for english, danish, _means, others in glossary():
        for term in english.split(", "):
            said = DANISH.get(term, [danish])
            assert term == "Link" or danish.casefold() in (each.casefold() for each in said), (term, said)
        for other in filter(None, others.split(", ")):
            word = re.compile(rf"\b{other}(e|en|et|er|erne|ens|ers|s|ene)?\b", re.IGNORECASE)
            assert not [each for _, each in ALL if word.search(WORDS.sub("", each))], other


def glossary() -> list[list[str]]:
    """The rows of its tables: English, Danish, what it means, what it is not called."""
    lines = (ROOT / "docs/glossary.md").read_text().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in rows if row[0] != "English"]


def test_the_glossary_says_each_thing_once():
    rows = glossary()
    assert len(rows) > 70
    assert {len(row) for row in rows} == {4}
    terms = [term for row in rows for term in row[0].split(", ")]
    assert sorted(terms) == sorted(set(terms))


# Values in texts


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("It is good until %(day)s.", {"day": "14. dec."}, "It is good until 14. dec."),
        ("It is good until %(day)s.", {"day": "14. maj"}, "It is good until 14. maj."),
        ("Until %(day)s. Then %(name)s.", {"day": "1. jan.", "name": "Ib"}, "Until 1. jan. Then Ib."),
        ("Thank you, %(name)s.", {"name": "Hansen & Co."}, "Thank you, Hansen & Co."),
        ("%(name)s. %(name)s, gone", {"name": "A/S & Co."}, "A/S & Co. A/S & Co., gone"),
        ("You wrote “%(name)s”.", {"name": "Co."}, "You wrote “Co.”."),
        ("(until %(day)s.)", {"day": "1. jan."}, "(until 1. jan.)"),
        ("Choose %(what)s.", {"what": "one …"}, "Choose one …"),
        ("%(count)s.%(part)s", {"count": "1.", "part": "2"}, "1..2"),
        ("%(share)s %% of %(name)s.", {"share": 5, "name": "Ltd."}, "5 % of Ltd."),
        ("Until %(day)s…", {"day": "1. jan."}, "Until 1. jan.…"),
    ],
)
def test_a_value_that_ends_in_a_full_stop_ends_the_sentence(text, values, said):
    assert filled(text, values) == said


def test_a_value_with_tags_ends_the_sentence_too_and_others_are_escaped():
    inside = Markup("<time>14. dec.</time>")
    assert filled(Markup("On %(day)s."), {"day": inside}) == Markup("On <time>14. dec.</time>")
    assert filled(Markup("%(name)s."), {"name": "<b>Co."}) == "&lt;b&gt;Co."


def test_no_text_doubles_the_full_stop_of_a_value():
    """Each text of both languages with values that all end in one, in whatever way it is filled in."""
    for text in [text for pair in ALL for text in pair]:
        values = dict.fromkeys(re.findall(r"%\((\w+)\)", text), "Hansen & Co.")
        if "%(num)d" not in text and "%(max)d" not in text:
            assert ".." not in filled(text, values), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_python_templates_and_the_history_fill_in_alike(app, language):
    with app.test_request_context(f"/?lang={language}"):
        told = {
            gettext("%(name)s is saved.", name="B. Co."),
            str(lazy_gettext("%(name)s is saved.", name="B. Co.")),
            app.jinja_env.from_string('{{ _("%(name)s is saved.", name="B. Co.") }}').render(),
        }
        assert told == {"B. Co. is saved." if language == "en" else "B. Co. er gemt."}
        ended = [
            gettext("%(name)s is archived.", name="x"),
            ngettext("%(num)s client changed.", "%(num)s clients changed.", 2),
            gettext(
                "It was valid until %(day)s. We can send a new one to %(address)s at once.",
                day="1. jan.",
                address="a@b",
            ),
            app.jinja_env.from_string('{{ _("On since %(day)s.", day="14. dec.") }}').render(),
        ]
        assert not [text for text in ended if ".." in text]


def test_no_template_puts_a_full_stop_behind_a_date():
    """What ends in a date is one text with the date in it."""
    behind = re.compile(r"(\bwhen\([^}]*|\|\s*(day|local_day|moment)[^}]*)\}\}\.")
    for path in product_files("templates/**/*.html", "templates/**/*.txt"):
        assert not behind.search(path.read_text()), path


def test_the_amount_of_an_invoice_is_set_off_from_its_number(browse, cast):
    Invoice.issue(cast.a, [("Bogføring", 100, 295_000, 25)], today(), today())
    page = browse(cast.olga).get(f"/accounts/{cast.a.id}/invoices?lang=da").text
    said = " ".join(re.sub(r"<[^>]+>", "", page.replace("\N{NO-BREAK SPACE}", " ")).split())
    assert re.search(r"Faktura \d+ · 3\.687,50 kr\.", said)
