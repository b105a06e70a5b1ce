"""The firm and who works there: people, their rights, their sessions."""
