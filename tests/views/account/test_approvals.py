"""What a client was asked to approve."""

from models.documents.approval import Approval
from models.documents.document import Document


def asked(cast):
    document = Document.create(account=cast.a, name="Årsregnskab.pdf", mime_type="application/pdf", size=1)
    return Approval.request(document, cast.olga)


def test_a_pending_approval_is_on_the_card(browse, cast):
    asked(cast)
    card = browse(cast.alice).get(f"/accounts/{cast.a.id}/overview/approvals?lang=en").text
    assert "Årsregnskab.pdf" in card
    assert "Pending" in card


def test_a_no_is_shown_with_who_said_it_and_why(browse, cast):
    asked(cast).decide(cast.address("anna@a.example").address.contact, False, "Tallene passer ikke")
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/approvals?lang=en").text
    assert "Disapproved" in page
    assert "Anna Østergaard" in page
    assert "Tallene passer ikke" in page
