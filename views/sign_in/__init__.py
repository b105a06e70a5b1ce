"""The door of the staff: signing in and out, forgotten passwords, the first visit."""
