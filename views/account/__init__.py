"""Everything under one client: its tabs, its sections and what is done in them."""
