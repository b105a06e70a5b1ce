"""What a client was asked to sign."""

from models.documents.document import Document
from models.documents.signature import SignatureRequest


def sent(cast):
    document = Document.create(account=cast.a, name="Aftale.pdf", mime_type="application/pdf", size=1)
    people = [cast.address(email).address.contact for email in ("anna@a.example", "aase@a.example")]
    return SignatureRequest.send(document, people, cast.olga), people


def test_the_card_tells_who_has_not_signed_yet(browse, cast):
    request, (anna, _) = sent(cast)
    request.sign(anna)
    card = browse(cast.alice).get(f"/accounts/{cast.a.id}/overview/signatures?lang=en").text
    assert "Pending (1 of 2)" in card
    assert "Not signed yet: Åse Lund" in card


def test_the_last_signature_signs_the_request(browse, cast):
    request, people = sent(cast)
    for person in people:
        request.sign(person)
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/signatures?lang=en").text
    assert "Signed" in page
    assert "Pending" not in page


def test_one_no_declines_it(browse, cast):
    request, (anna, _) = sent(cast)
    request.decline(anna)
    assert "Declined" in browse(cast.alice).get(f"/accounts/{cast.a.id}/signatures?lang=en").text
