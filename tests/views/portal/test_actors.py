"""Two people who share a mailbox."""

from models.document import Document
from tests.test_conventions_requests import kept_document
from tests.views.portal.test_documents import upload
from tests.visiting import enter, give_access, second_owner_of


def test_the_portal_says_who_is_acting_and_lets_them_choose(client, cast):
    åse = give_access(cast.address("aase@a.example"))
    anna = give_access(second_owner_of(åse.address, cast.address("anna@a.example")))
    enter(client, "aase@a.example")
    path = f"/portal/accounts/{cast.a.id}/documents"
    assert "You act as Anna Østergaard." in client.get(f"{path}?lang=en").text
    assert client.post("/portal/actor", data={"contact_id": åse.link.contact_id}).status_code == 303
    assert "You act as Åse Lund." in client.get(path).text
    upload(client, path, ("bilag.txt", b"Hej"))
    assert Document.select().order_by(Document.id.desc()).get().uploaded_by_contact == åse.link.contact
    assert anna.link.contact_id != åse.link.contact_id


def test_nobody_acts_as_somebody_else(client, cast):
    give_access(cast.address("aase@a.example"))
    bent = cast.address("bent@b.example").link.contact_id
    kept_document(cast.a)
    enter(client, "aase@a.example")
    for contact_id in (bent, "x", "", 0):
        assert client.post("/portal/actor", data={"contact_id": contact_id}).status_code == 400
