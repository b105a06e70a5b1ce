"""Connections to other systems; each folder here can be deleted."""
