"""Duplicates: finding them, merging them, and undoing a merge."""
