"""The conversations with a client."""

from models.base.clock import now
from models.conversation.chat import Chat, ClientTask


def test_a_chat_tells_its_last_line_who_answered_and_its_client_tasks(browse, cast):
    chat = Chat.create(account=cast.a, subject="Bilag til moms")
    chat.say(cast.address("anna@a.example").address.contact, "Her er de")
    ClientTask.create(chat=chat, title="Send bilag", completed_at=now())
    ClientTask.create(chat=chat, title="Underskriv")
    path = f"/accounts/{cast.a.id}/overview/chats?lang=en"
    card = browse(cast.alice).get(path).text
    assert "Her er de" in card
    assert "Unread" in card
    assert "Nobody has answered yet" in card
    assert "client tasks 1 of 2" in card
    chat.say(cast.alice, "Tak!")
    card = browse(cast.alice).get(path).text
    assert "Tak!" in card
    assert "Alice Dam answered" in card
    assert "Unread" not in card


def test_an_internal_message_is_not_the_last_line(browse, cast):
    chat = Chat.create(account=cast.a, subject="Bilag")
    chat.say(cast.alice, "Til kunden")
    chat.say(cast.alice, "Kun til os", internal=True)
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/chats").text
    assert "Til kunden" in page
    assert "Kun til os" not in page


def test_the_chat_last_spoken_in_stands_first(browse, cast):
    first = Chat.create(account=cast.a, subject="Ældste")
    Chat.create(account=cast.a, subject="Nyere")
    first.say(cast.alice, "Igen")
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/chats").text
    assert page.index("Ældste") < page.index("Nyere")
