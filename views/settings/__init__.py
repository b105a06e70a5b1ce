"""What the firm decides: its team, its fields, tags and roles, its safety."""
