"""People, whichever clients they stand on."""
