"""Organizers: questionnaires sent to clients."""

from peewee import JOIN, CharField, DateField, ForeignKeyField, IntegerField, TextField, fn

from models.base.archived import refuse_archived
from models.base.clock import now
from models.base.database import transaction
from models.base.fields import InstantField
from models.base.model import BaseModel
from models.clients.account import Account
from models.clients.contact import Contact
from models.staff.user import User

QUESTION_TYPES = ("short", "long", "choice", "date", "number", "file", "section")


class Organizer(BaseModel):
    """One questionnaire sent to a client. Progress is how many of its questions are answered."""

    section = "organizers"

    account = ForeignKeyField(Account, on_delete="CASCADE", index=False)
    contact = ForeignKeyField(Contact, null=True, on_delete="SET NULL")
    title = CharField(max_length=255)
    sent_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
    sent_at = InstantField(default=now)
    due_on = DateField(null=True)
    started_at = InstantField(null=True)
    finished_at = InstantField(null=True)
    sealed_at = InstantField(null=True)
    archived_at = InstantField(null=True)

    class Meta:
        indexes = ((("account", "sent_at"), False),)

    @property
    def status(self) -> str:
        """archived, sealed, finished, started or not_started; the last two are pending."""
        passed = (
            ("archived", self.archived_at),
            ("sealed", self.sealed_at),
            ("finished", self.finished_at),
            ("started", self.started_at),
        )
        return next((name for name, at in passed if at), "not_started")

    @classmethod
    def send(cls, actor: User, account: Account, title: str, questions, contact=None, due_on=None):
        """Send a questionnaire; `questions` are (type, text) pairs."""
        with transaction():
            refuse_archived(account.id)
            organizer = cls.create(
                account=account, contact=contact, title=title, sent_by=actor, due_on=due_on
            )
            asked = [
                {"organizer": organizer, "position": position, "type": type_, "text": text}
                for position, (type_, text) in enumerate(questions)
            ]
            OrganizerQuestion.insert_many(asked).execute()
        return organizer

    def answer(self, answers: list[str]):
        """Keep the answers to the first questions, in their order; finished with the last question."""
        with transaction():
            refuse_archived(self.account_id)
            questions = list(self.questions.order_by(OrganizerQuestion.position))
            for question, answer in zip(questions, answers, strict=False):
                question.answer, question.answered_at = answer, now()
                question.save(only=["answer", "answered_at"])
            self.started_at = self.started_at or now()
            if len(answers) >= len(questions):
                self.finished_at = now()
            self.save()

    @classmethod
    def for_account(cls, account: Account):
        """Every organizer, newest first, with contact, question_count and answer_count."""
        questions = OrganizerQuestion.select(fn.COUNT(OrganizerQuestion.id)).where(
            OrganizerQuestion.organizer == cls.id, OrganizerQuestion.type != "section"
        )
        return (
            cls.select(
                cls,
                *Contact.named(),
                questions.alias("question_count"),
                questions.where(OrganizerQuestion.answered_at.is_null(False)).alias("answer_count"),
            )
            .join(Contact, JOIN.LEFT_OUTER)
            .where(cls.account == account)
            .order_by(cls.sent_at.desc(), cls.id.desc())
        )


class OrganizerQuestion(BaseModel):
    """One question and its answer."""

    organizer = ForeignKeyField(Organizer, on_delete="CASCADE", backref="questions")
    position = IntegerField()
    type = CharField(max_length=10)
    text = TextField()
    choices = TextField(default="")
    answer = TextField(default="")
    answered_at = InstantField(null=True)
