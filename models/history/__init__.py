"""What was done, told, taken back and seen as of a day."""
