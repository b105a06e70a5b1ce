"""What a member of staff is told by mail at once, because somebody else may have done it."""

from models.event import Event
from models.outbox import AT_ONCE, KINDS, Kind, Outbox
from models.user import User


class SecurityNotice:
    """An event about somebody's sign-in and the person, as the outbox asks for it."""

    def __init__(self, event: Event, user: User):
        self.event, self.user = event, user

    still_wanted = True  # what has happened has happened

    @classmethod
    def send(cls, user: User, event_id: int):
        """Let `user` be told of an event."""
        Outbox.put("security_notice", event_id, email=user.email, grace=AT_ONCE)

    @classmethod
    def get_or_none(cls, id: int):
        event = Event.get_or_none(Event.id == id)
        user = event and User.get_or_none(User.id == event.user_id)
        return cls(event, user) if user else None

    def mail_cancelled(self, actor):
        """Nothing depends on it."""


KINDS["security_notice"] = Kind(SecurityNotice, listed=False)
