"""Mail that leaves, and invitations by mail in general."""
