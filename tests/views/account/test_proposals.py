"""The proposals to a client."""

from datetime import date

from models.billing.proposal import Proposal


def draft(cast, **fields):
    return Proposal.draft(cast.olga, cast.a, "Aftalebrev 2026", [("Revision", 1_000_000)], **fields)


def test_a_proposal_tells_how_many_have_signed(browse, cast):
    anna, aase = (cast.address(email).address.contact for email in ("anna@a.example", "aase@a.example"))
    proposal = draft(cast)
    path = f"/accounts/{cast.a.id}/overview/proposals?lang=en"
    assert "Draft" in browse(cast.olga).get(path).text
    proposal.send([anna, aase])
    assert "Pending" in browse(cast.olga).get(path).text
    proposal.sign(anna)
    assert "signed by 1 of 2" in browse(cast.olga).get(path).text
    proposal.sign(aase)
    assert "Signed" in browse(cast.olga).get(path).text


def test_an_unsigned_proposal_expires(browse, cast):
    draft(cast, expires_on=date(2020, 1, 1)).send([cast.address("anna@a.example").address.contact])
    assert "Expired" in browse(cast.olga).get(f"/accounts/{cast.a.id}/proposals?lang=en").text
