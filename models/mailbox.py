"""Which mailbox an e-mail address names."""


def mailbox(email: str) -> str:
    """The address as it is compared with others: in small letters, and no further, for straße.example is not strasse.example."""
    return email.strip().lower()
