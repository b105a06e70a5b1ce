"""Text in the reader's language: what codes, events, changes and switches are called."""
