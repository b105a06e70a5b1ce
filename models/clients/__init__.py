"""Clients and their people: accounts, contacts, links, addresses, custom fields. One domain, since each is part of the others' rules."""
