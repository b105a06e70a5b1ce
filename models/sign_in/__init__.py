"""Authentication: passkeys, one-time codes, recovery codes, links for a new password."""
