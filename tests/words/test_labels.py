"""Every code of the models has a word for the reader, and every word a code."""

from models import TABLES
from models.billing import invoice
from models.clients import account, account_relation, linked_address
from models.conversation import email
from models.documents import approval, document
from models.staff import user
from models.work import task
from web.sections import CARDS, SECTIONS
from words import labels
from words.consequences import CONSEQUENCES


def test_every_status_has_a_word():
    assert set(labels.STATUSES["task"]) == set(task.STATUSES)
    assert set(labels.STATUSES["document"]) == set(document.STATUSES)
    assert set(labels.STATUSES["approval"]) == set(approval.STATUSES)
    assert set(labels.STATUSES["invoice"]) == {*invoice.STATUSES, "overdue"}
    assert set(labels.STATUSES["email"]) == {*email.SENDING, "unread", "unanswered", "answered"}
    assert set(labels.STATUSES["quickbooks"]) == set(account.QUICKBOOKS_STATUSES)


def test_every_choice_has_a_word():
    assert set(labels.ACCOUNT_TYPES) == set(account.TYPES)
    assert set(labels.ROLES) == set(user.ROLES)
    assert set(labels.RELATIONS) == set(account_relation.RELATION_KINDS)
    assert set(labels.PRIORITIES) == set(task.PRIORITIES)
    assert list(labels.SWITCHES) == list(linked_address.SWITCHES) == list(CONSEQUENCES)


def test_every_section_has_a_title_and_something_to_say_when_it_is_empty():
    assert {section.name for section in SECTIONS} == set(labels.SECTIONS) == set(labels.EMPTY)
    assert list(dict.fromkeys(section.tab for section in SECTIONS)) == list(labels.TABS)


def test_every_card_has_a_place_of_its_own():
    assert [section.card.place for section in CARDS] == list(range(1, len(CARDS) + 1))


def test_every_section_of_a_model_is_one():
    assert {model.section for model in TABLES} - {None} == {section.name for section in SECTIONS} - {
        "history"
    }


def test_every_type_of_notification_has_a_word():
    assert set(labels.NOTIFICATIONS) == set(linked_address.NOTIFICATIONS)
