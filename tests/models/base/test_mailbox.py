"""E-mail addresses: which are one mailbox, how they are shown, and what mail servers call them.

The pairs of letters and xn--… are those of RFC 3492 §7.1, of UTS #46 and of the registry punktum.dk.
"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.mailbox import in_ascii, mailbox, pasted_address, written

ALIKE = [
    ("anne@smørrebrød.example", "anne@xn--smrrebrd-64af.example"),
    ("anne@smørrebrød.example", "ANNE@XN--SMRREBRD-64AF.EXAMPLE"),
    ("info@ærø.example", "info@xn--r-3fa9c.example"),
    ("anne@blåbær.example", unicodedata.normalize("NFD", "anne@blåbær.example")),
    ("åse@a.example", unicodedata.normalize("NFD", "ÅSE@A.example")),
    ("anne@a.example", "ａｎｎｅ＠ａ．ｅｘａｍｐｌｅ"),
    ("anne@smørrebrød.example", "anne@ＳＭØＲＲＥＢＲØＤ。example"),
    ("anne@bücher.example", "anne@xn--bcher-kva.example"),
    ("anne@straße.example", "anne@xn--strae-oqa.example"),
    ("anne@straße.example", "anne@STRAẞE.example"),
    ("anne@x.møller.example", "anne@x.xn--mller-vua.example"),
    (" anne@a.example ", "anne@a.example"),
    ("åse@a.example", "a\u030ase@a.example"),
    ("anne@παράδειγμα.example", "anne@xn--hxajbheg2az3al.example"),
]
APART = [
    ("anne@straße.example", "anne@strasse.example"),
    ("anne@βόλος.example", "anne@βόλοσ.example"),
    ("søren@a.example", "soren@a.example"),
    ("søren@a.example", "soeren@a.example"),
    ("anne@smørrebrød.example", "anne@smoerrebroed.example"),
    ("x²@a.example", "x2@a.example"),
    ("i@a.example", "ı@a.example"),
    ("anne+skat@a.example", "anne@a.example"),
    ("a.nne@a.example", "anne@a.example"),
]


@pytest.mark.knows_no_engine
@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_forms_of_one_mailbox_are_one(one, other):
    assert mailbox(one) == mailbox(other)
    assert "xn--" not in mailbox(other).lower()


@pytest.mark.knows_no_engine
@pytest.mark.parametrize(("one", "other"), APART)
def test_other_mailboxes_stay_others(one, other):
    assert mailbox(one) != mailbox(other)


@pytest.mark.knows_no_engine
@pytest.mark.parametrize("email", [each for pair in ALIKE + APART for each in pair])
def test_a_form_of_a_form_is_itself(email):
    assert mailbox(mailbox(email)) == mailbox(written(email)) == mailbox(email)
    assert written(written(email)) == written(email)
    assert mailbox(in_ascii(email)) == mailbox(email)


@pytest.mark.knows_no_engine
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Anne@Firma.DK", "Anne@Firma.DK"),
        ("Anne@xn--smrrebrd-64af.dk", "Anne@smørrebrød.dk"),
        ("Anne@SMØRREBRØD.dk", "Anne@smørrebrød.dk"),
        (unicodedata.normalize("NFD", "Åse@blå.dk"), "Åse@blå.dk"),
        ("", ""),
        ("anne", "anne"),
        ("@", "@"),
        ("anne@xn--", "anne@xn--"),
        ("anne@xn--a\udcff.dk", "anne@xn--a\udcff.dk"),
    ],
)
def test_an_address_is_shown_in_letters(typed, shown):
    assert written(typed) == shown
    assert mailbox(typed) == shown.lower()


@pytest.mark.knows_no_engine
@pytest.mark.parametrize(
    ("email", "known_as"),
    [
        ("Anne@smørrebrød.example", "Anne@xn--smrrebrd-64af.example"),
        ("anne@straße.example", "anne@xn--strae-oqa.example"),
        ("anne@a.example", "anne@a.example"),
        ("åse@blå.example", "åse@xn--bl-zia.example"),
    ],
)
def test_mail_servers_know_the_domain_in_ascii(email, known_as):
    assert in_ascii(email) == known_as


@pytest.mark.knows_no_engine
@pytest.mark.parametrize(
    "email", ["anne@ø" + "x" * 300, "anne@-ø-.example", "anne@ø..example", "anne@\ud800.dk"]
)
def test_a_domain_that_cannot_be_has_no_ascii(email):
    with pytest.raises(ValueError):  # noqa: PT011 (which one is the library's)
        in_ascii(email)
    assert mailbox(email) == mailbox(mailbox(email))


@pytest.mark.parametrize(
    "pasted",
    [
        "anne@x.example",
        " anne@x.example ",
        "<anne@x.example>",
        "Anne <anne@x.example>",
        "Anne Holm <anne@x.example>;",
        '"Holm, Anne" <anne@x.example>,',
        "Anne Holm (anne@x.example)",
        "Anne Holm [mailto:anne@x.example]",
        "mailto:anne@x.example",
        "mailto:anne@x.example?subject=Moms%20er",
        "anne@x.example <mailto:anne@x.example>",
        "E-mail: anne@x.example",
        "'anne@x.example'",
        "»anne@x.example«",
        "anne@x.example.",
        "anne@x.example,",
        "Hvem? <anne@x.example>",
        "\u201canne@x.example\u201d",
        "anne@x.example\n",
    ],
)
def test_the_address_in_what_is_pasted_from_a_mail(pasted):
    assert pasted_address(pasted) == "anne@x.example"


@pytest.mark.parametrize(
    "text",
    ["", "Anne", "anne@", "@x.example", "anne@x.example, per@x.example", "a@b@c", "what?ever@x.example", "o'brien@x.example",
     "Anne+Moms@X.example", "per@rødgrød.example"],
)  # fmt: skip
def test_what_holds_no_address_or_several_stays_for_who_typed_it_to_mend(text):
    assert pasted_address(text) == text


@given(st.text(max_size=60))
def test_any_text_is_taken(text):
    assert pasted_address(text) in text
