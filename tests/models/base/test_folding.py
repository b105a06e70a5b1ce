import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base.folding import Word, compact, fold, parse, squeezed, stands_in


@pytest.mark.parametrize(
    "spellings",
    [
        ("soren", "søren", "soeren", "SØREN", "So\u0308ren", "Söeren"[:2] + "ren"),
        ("Åse", "aase", "ase", "A\u030ase", "AASE"),
        ("Ærø", "aero", "aeroe", "ÆRØ"),
        ("Straße", "strasse", "STRASSE"),
        ("Zoë", "zoe\u0308", "ZOË"),
        ("Müller", "mueller", "muller", "MU\u0308LLER"),
        ("Bäcker", "baecker", "bæcker", "BA\u0308CKER"),
        ("Łukasz", "lukasz"),
        ("ﬁnans", "finans"),
        ("a\u00a0 b", "a b", " a\tb "),
        ("e\u200dx", "ex"),
        ("O'Brien", "O’Brien", "O´Brien", "O`Brien", "O‘Brien", "OʼBrien", "obrien"),
        ("Anne-Marie", "Anne\u2011Marie", "Anne–Marie", "Anne—Marie", "Anne\u2212Marie", "Anne Marie"),
        ("Lund & Søn", "Lund og Søn", "Lund+Søn", "Lund + Søn", "LUND OG SØN", "Lund&Søn"),
        ("Holm A/S", "Holm AS", "Holm A.S.", "holm a.s", "Holm A / S", "Holm a/s,"),
        ("I/S Dal", "IS Dal", "I.S. Dal"),
        ("Dal a.m.b.a.", "Dal AMBA", "Dal A.M.B.A"),
        ("A. P. Møller", "A.P. Møller", "AP Møller", "A.P.Møller"),
        ("“Kloden”", "»Kloden«", '"Kloden"', "(Kloden)", "[Kloden]", "Kloden,", "Kloden.", "'Kloden'"),
        ("anne@dam.example", "<anne@dam.example>", "mailto:anne@dam.example", "ANNE@dam.example;"),
        (
            "per@rødgrød.example",
            "per@xn--rdgrd-vuad.example",
            "PER@RØDGRØD.EXAMPLE",
            "per@ro\u0308dgro\u0308d.example",
        ),
    ],
)
def test_spellings_that_are_alike(spellings):
    assert len({fold(each).danish for each in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "plain", "danish"),
    [
        ("Joergensen", "joergensen", "jorgensen"),
        ("Jørgensen", "jorgensen", "jorgensen"),
        ("Søe", "soe", "soe"),
        ("Soe", "soe", "so"),
        ("Ærø Aagaard", "aero aagaard", "aero agard"),
        ("Aaaby", "aaaby", "aaby"),
        ("Bäck Müller", "back muller", "baeck muller"),
        ("Mueller", "mueller", "muller"),
        ("A/S", "as", "as"),
        ("C++ & 1+1", "c & 1 & 1", "c & 1 & 1"),
        ("Dam.dk v/Per", "dam dk v per", "dam dk v per"),
        (
            "per+moms@dam.example",
            "per+moms@dam.example per@dam.example",
            "per+moms@dam.example per@dam.example",
        ),
        ("o’b-n@dam.example", "o'b-n@dam.example", "o'b-n@dam.example"),
        ("!!! - ?", "!!! - ?", "!!! - ?"),
        ("Dam !!!", "dam", "dam"),
        ("\ud800x\x00y", "x y", "x y"),
        ("\u202e\u0301", "", ""),
    ],
)
def test_forms(text, plain, danish):
    assert fold(text) == (plain, danish)


@given(st.text(max_size=30))
def test_both_forms_have_the_same_words_and_folding_again_changes_nothing(text):
    forms = fold(text)
    assert len(forms.plain.split(" ")) == len(forms.danish.split(" "))
    for form in forms:
        assert form == " ".join(form.split())


@pytest.mark.parametrize(
    ("fragment", "text", "found"),
    [
        ("marie", "anne marie holm", True),
        ("annem", "anne marie holm", True),
        ("annemarieholm", "anne marie holm", True),
        ("marieholm", "anne marie holm", True),
        ("nemarie", "anne marie holm", False),  # begins with no word
        ("ibs", "ib sten", False),  # fewer than four letters say too little
        ("ibst", "ib sten", True),
        ("holmanne", "anne marie holm", False),
    ],
)
def test_a_fragment_stands_in_a_word_or_goes_on_in_the_next(fragment, text, found):
    assert stands_in(fragment, text) is found
    assert squeezed("anne marie") == "annemarie"


@pytest.mark.parametrize(
    ("number", "known"),
    [
        ("13585628", "13585628"),
        ("DK13585628", "13585628"),
        ("dk 13 58 56 28", "13585628"),
        ("DE 123.456-789", "de123456789"),
        ("NO 912 345 678 MVA", "no912345678mva"),
        ("", ""),
    ],
)
def test_registration_numbers_are_compared_without_what_people_put_between(number, known):
    assert compact(number) == known


def test_what_is_typed_is_read_as_words_or_as_one_number_or_as_addresses():
    assert parse("Holm, Anne").readings == ((Word(("holm",)), Word(("anne",))),)
    assert parse("lund og søn").readings == parse("Lund & Søn").readings
    assert parse("Tlf. 33 12 34 56").readings[0] == (Word((), None, ("33123456",)),)
    assert parse("CVR-nr. 13 58 56 28").readings[0] == (Word(number="13585628"),)
    assert parse("Per <per@dam.example>").readings == ((Word(("per@dam.example",), address=True),),)
    assert parse("per.ib").readings == ((Word(("per.ib",)),), (Word(("per",)), Word(("ib",))))
    assert parse(" \u200b ") is None


@given(st.text(max_size=60) | st.text("+0()45 12-CVR.tlf@:<>&'", max_size=20))
def test_any_text_is_read(text):
    query = parse(text)
    assert query is None or query.readings
