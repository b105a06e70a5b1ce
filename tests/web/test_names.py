"""Names that nobody can see, in every form that has a name or title to fill in."""

import pytest

from models.clients.contact import Contact
from models.clients.custom_field import CustomField
from models.clients.tag import Tag
from tests.support.digest import digest

UNSEEN = ["\u200b", "\u3164", "\u2800\u00ad", "\u0301\u200d"]


def forms(cast) -> dict[str, tuple[str, dict]]:
    """What is named → where it is sent, and its fields, with the name where `NAME` stands."""
    person = Contact.get(Contact.first_name == "Anna")
    field = CustomField.get(CustomField.set == "account")
    tag = Tag.add_unique(cast.olga, "Moms")
    a = f"/accounts/{cast.a.id}"
    return {
        "client": ("/accounts", {"type": "company", "name": "NAME", "first_name": "Per"}),
        "client's first contact": ("/accounts", {"type": "individual", "first_name": "NAME"}),
        "contact": (f"{a}/contacts", {"first_name": "NAME", "language": "da", "country": "DK"}),
        "contact changed": (
            f"/contacts/{person.id}",
            {"first_name": "NAME", "language": "da", "country": "DK", "seen": person.seen_event_id},
        ),
        "tag": ("/settings/tags", {"name": "NAME", "colour": "blue"}),
        "tag renamed": (
            f"/settings/tags/{tag.id}",
            {"name": "NAME", "colour": "blue", "seen": tag.last_event_id},
        ),
        "field": ("/settings/custom-fields", {"set": "account", "label": "NAME", "type": "text"}),
        "field renamed": (
            f"/settings/custom-fields/{field.id}",
            {"label": "NAME", "type": "text", "seen": field.last_event_id},
        ),
        "role": ("/settings/account-roles", {"name": "NAME"}),
        "colleague": (
            "/settings/team/invitations",
            {"name": "NAME", "email": "ny@firma.example", "role": "employee"},
        ),
    }


@pytest.mark.parametrize("unseen", UNSEEN)
def test_a_name_that_nobody_sees_is_refused(browse, cast, unseen):
    sent = forms(cast)
    browser, before = browse(cast.olga), digest()
    for what, (path, fields) in sent.items():
        data = {name: unseen if value == "NAME" else value for name, value in fields.items()}
        answer = browser.post(f"{path}?lang=en", data=data)
        assert answer.status_code == 422, (what, answer.status_code)
        assert "Please fill this in." in answer.text or what == "client", what  # which says more
        assert digest() == before, what


def test_what_nobody_sees_at_the_ends_goes_and_what_joins_stays(browse, cast):
    path, fields = forms(cast)["contact"]
    data = fields | {"first_name": "\u200b علی\u200cرضا\u200f\u3164", "last_name": "\u200b"}
    assert browse(cast.olga).post(path, data=data).status_code == 303
    made = Contact.select().order_by(Contact.id.desc()).get()
    assert (made.first_name, made.last_name) == ("علی\u200cرضا", "")
