"""Proofs of who somebody is: passkeys, codes, links for a new password."""
