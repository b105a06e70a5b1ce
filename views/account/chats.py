"""Every conversation with a client."""

from flask import Blueprint

from access import find_account
from models.conversation.chat import Chat
from web.account_page import section_page

bp = Blueprint("chats", __name__)


@bp.get("/accounts/<int:account_id>/chats")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "chats", Chat.for_account(account))
