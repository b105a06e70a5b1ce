"""What every noun stands on: the database, events, fields, clocks, texts, files. Knows no noun."""
