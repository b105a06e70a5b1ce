"""E-mail and chats."""
