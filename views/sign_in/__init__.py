"""Signing in of staff: signing in and out, forgotten passwords, the first visit."""
