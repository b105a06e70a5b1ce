"""Danish registration numbers as people paste them. Expected numbers are those that the texts hold for a reader."""

import pytest

from models.base.folding import parse
from models.base.registration_number import plain_danish

PASTED = (
    *("13585628", "13 58 56 28", "1358 5628", "13.58.56.28", "13\xa058\xa056\xa028", "13-58-56-28"),
    *("DK13585628", "dk-13585628", "DK 13 58 56 28", "DK: 13585628", "DK – 13585628", "13585628 DK"),
    *("CVR-nr. 13585628", "CVR 13 58 56 28", "CVR13585628", "CVR nr 1358 5628", "Cvrnr.13585628"),
    *("CVR-nummer: 13 58 56 28", "CVR no. 13585628", "CVR number: 13585628", "CVR:DK-13585628"),
    *("VAT no. DK 13585628", "VAT-nr.: DK13585628", "VAT ID: DK13585628", "VAT reg. no. DK13585628"),
    *("Moms-nr. 13585628", "(CVR-nr. 13585628)", "13585628 (CVR)", "CVR nr. 13585628."),
    *("CVR/SE-nr. 13585628", "CVR-/SE-nr.: DK-13 58 56 28"),
)
UNSURE = (
    *("SE-nr. 13585628", "SE-nr. DK13585628", "VAT/SE-nr. 13585628", "P-nr. 13585628", "EAN 13585628"),
    *("nr. 13585628", "tlf. 13585628", "SE 13585628", "DE 13585628", "13585628 Holm ApS"),
    *(
        "CVR-nr. 13585629",
        "CVR 1358562",
        "CVR 135856281",
        "CVR 13585628 / 25313763",
        "CVR",
        "HRB 12345",
        "",
        "-",
    ),
)


@pytest.mark.parametrize("text", PASTED)
def test_what_is_pasted_is_the_plain_number_to_the_form_and_to_the_search(text):
    assert plain_danish(text) == "13585628"
    assert "13585628" in [reading[0].number for reading in parse(text).readings if len(reading) == 1]


@pytest.mark.parametrize("text", UNSURE)
def test_what_may_be_another_number_stays_as_it_is(text):
    assert plain_danish(text) == text


def test_much_of_anything_is_looked_through_once():
    for text in ("1 " * 50_000, "." * 100_000, "cvr " * 20_000, "1" + "-" * 100_000):
        assert plain_danish(text) == text
