import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index import Marker


def marked(query, text, phone=False):
    return "".join(f"[{piece}]" if typed else piece for piece, typed in Marker(query).pieces(text, phone))


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("bag", "Sørens Bageri A/S", "Sørens [Bag]eri A/S"),
        ("SOEREN", "Sørens Bageri", "[Søren]s Bageri"),
        ("søren", "Soerens Bageri", "[Soeren]s Bageri"),
        ("aeble", "Åse Æblegård", "Åse [Æble]gård"),
        ("gaard", "Æblegård", "Æble[gård]"),
        ("gard", "Kierkegaard", "Kierke[gaard]"),
        ("ergens", "Joergensen", "Jo[ergens]en"),
        ("bo lund", "Bolund Bo", "[Bolund] Bo"),
        ("und", "Lund Undal", "Lund [Und]al"),
        ("anna annas", "Annas Kro", "[Annas] Kro"),
        ("strasse", "Große Straße", "Große [Straße]"),
        ("x", "Bager", "Bager"),
        ("", "Bager", "Bager"),
        ("(a+)+$ [", "Bo (a+)+$", "Bo [(a+)+$]"),
        ("annemarie", "Anne-Marie Holm", "[Anne-Marie] Holm"),
        ("annema", "Ida Anne Marie Holm", "Ida [Anne Ma]rie Holm"),
        ("anne-marie", "Annemarie Holm", "[Annemarie] Holm"),
        ("holm, anne‑marie", "Anne-Marie Holm", "[Anne]-[Marie] [Holm]"),
        ("obrien", "Seán O’Brien", "Seán [O’Brien]"),
        ("O´B", "Seán O'Brien", "Seán [O'B]rien"),
        ("holm as", "Holm A/S", "[Holm] [A/S]"),
        ("ap møl", "A.P. Møller", "[A.P]. [Møl]ler"),
        ("lund og søn", "Lund & Søn", "[Lund] & [Søn]"),
        ("mueller", "Müller", "[Müller]"),
        ("baeck", "Bäcker", "[Bäck]er"),
        ("bæck", "Bäcker", "[Bäck]er"),
        ("dam.dk", "Dam.dk ApS", "[Dam].[dk] ApS"),
        ("<penge@dam>", "penge@dam.example", "[penge@dam].example"),
        ("Per Dam <per@dam.example>", "per@dam.example", "[per@dam.example]"),
        ("per.ib", "per.ib@dam.example", "[per.ib]@dam.example"),
        ("DK 13 58 56 28", "13585628", "[13585628]"),
        ("1358", "13585628", "[1358]5628"),
        ("VAT no. DE 123456789", "DE 123 456 789", "[DE 123 456 789]"),
        ("per@dam.example", "per+moms@dam.example", "[per+moms@dam.example]"),
        ("per@xn--rdgrd-vuad.example", "per@rødgrød.example", "[per@rødgrød.example]"),
    ],
)
def test_what_was_typed_is_marked(query, text, shown):
    assert marked(query, text) == shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("1236", "[12 36] 78 90"),
        ("12 36 78 90", "[12 36 78 90]"),
        ("+45 12 36", "[12 36] 78 90"),
        ("0045123678", "[12 36 78] 90"),
        ("3678", "12 [36 78] 90"),
        ("bager", "12 36 78 90"),
        # a country code is marked only where it is shown
        ("+45 12", "[12] 34 51 20"),
        ("004512", "[12] 34 51 20"),
        ("+4551", "[51] 00 45 51"),
        ("+45", "12 34 51 20"),
        ("+4", "12 34 51 24"),
        ("44", "+44 20 79[44] 0958"),
        ("+4420", "+[44 20] 7944 0958"),
        ("020 79", "+44 [20 79]44 0958"),
        ("4512345120", "[12 34 51 20]"),
    ],
)
def test_what_was_typed_of_a_phone_number_is_marked(query, shown):
    number = shown.replace("[", "").replace("]", "")
    assert marked(query, number, phone=True) == shown


@given(query=st.text(max_size=20), text=st.text(max_size=40), phone=st.booleans())
def test_marking_changes_no_letter(query, text, phone):
    assert "".join(piece for piece, _ in Marker(query).pieces(text, phone)) == text
