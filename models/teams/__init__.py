"""Who is on which client, and who decides it: requests, covers, break-glass, invitations of staff."""
