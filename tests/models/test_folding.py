import pytest

from models.folding import fold


@pytest.mark.parametrize(
    "spellings",
    [
        ("soren", "søren", "soeren", "SØREN", "So\u0308ren", "Söeren"[:2] + "ren"),
        ("Åse", "aase", "ase", "A\u030ase", "AASE"),
        ("Ærø", "aero", "aeroe", "ÆRØ"),
        ("Straße", "strasse", "STRASSE"),
        ("Zoë", "zoe\u0308", "ZOË"),
        ("Łukasz", "lukasz"),
        ("ﬁnans", "finans"),
        ("a\u00a0 b", "a b", " a\tb "),
        ("e\u200dx", "ex"),
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
        ("A/S", "a/s", "a/s"),
        ("\ud800x\x00y", "x y", "x y"),
        ("\u202e\u0301", "", ""),
    ],
)
def test_forms(text, plain, danish):
    assert fold(text) == (plain, danish)
