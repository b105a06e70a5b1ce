"""Two that are one: finding them, joining them, and taking them apart."""
