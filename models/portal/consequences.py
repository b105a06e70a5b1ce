"""What turning a switch would change in the portal, counted by the queries that the portal itself uses."""

from models.base.model import grouped
from models.clients.linked_address import LinkedAddress
from models.documents.document import Document
from models.portal.portal_access import places_of_mailboxes


class InPortal:
    """What the portal shows of the accounts of some linked addresses, and what else they reach.

    Give it all the rows of a link: who may sign is told of the person. It takes two queries for any number of rows.
    """

    def __init__(self, rows: list[LinkedAddress]):
        self._documents = Document.client_counts(sorted({row.link.account_id for row in rows}))
        self._places = grouped(places_of_mailboxes({row.address.email_folded for row in rows}), "mailbox")
        self._rows = grouped(rows, "link_id")

    def documents(self, row: LinkedAddress) -> int:
        """How many documents the portal shows of its account."""
        return self._documents[row.link.account_id]

    def places_left(self, row: LinkedAddress, going=frozenset()) -> list[LinkedAddress]:
        """The places that its sign-in still reaches when LOGIN is off there and at those `going`, by their ids."""
        own = row.address.portal_user_id
        places = (
            place for place in self._places[row.address.email_folded] if place.address.portal_user_id == own
        )
        return [place for place in places if place.id != row.id and place.id not in going]

    def signs_besides(self, row: LinkedAddress, going=frozenset()) -> LinkedAddress | None:
        """Another address with which the same person may sign for the account."""
        others = (each for each in self._rows[row.link_id] if each.id != row.id and each.id not in going)
        return next((each for each in others if each.may_sign), None)

    def kin(self, row: LinkedAddress) -> list[LinkedAddress]:
        """The other rows that turning its switches can change something for: of the person, and of who shares the mailbox."""
        rows = (each for rows in self._rows.values() for each in rows if each.id != row.id)
        return [
            each
            for each in rows
            if each.link_id == row.link_id or each.address.email_folded == row.address.email_folded
        ]
