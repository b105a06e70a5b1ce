import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.mailbox import pasted_address


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
