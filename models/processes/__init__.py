"""What goes through every noun: many at once, leaving, the bin, files without a row."""
