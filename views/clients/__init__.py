"""What is done across clients: finding, lists, many at once, duplicates, access, the bin, the outbox."""
