"""Tasks, jobs, organizers, notes and time."""
