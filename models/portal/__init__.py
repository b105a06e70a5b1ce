"""What people of clients may do: access, invitations, what a switch means."""
