"""Words about tasks, jobs, organizers, notes and time."""

from flask_babel import lazy_gettext as _l

PRIORITIES = {"low": _l("Low"), "normal": _l("Normal"), "high": _l("High"), "urgent": _l("Urgent")}

SECTIONS = {
    "tasks": _l("Tasks"),
    "jobs": _l("Jobs"),
    "organizers": _l("Organizers"),
    "notes": _l("Notes"),
    "time-entries": _l("Time entries"),
}

EMPTY = {
    "tasks": _l("Nothing to do here at the moment."),
    "jobs": _l("No job is under way."),
    "organizers": _l("No organizer has been sent."),
    "notes": _l("No notes yet."),
    "time-entries": _l("No time has been entered."),
}

STATUSES = {
    "task": {
        "no_status": (_l("No status"), "neutral"),
        "planned": (_l("Planned"), "info"),
        "in_progress": (_l("In progress"), "info"),
        "in_review": (_l("In review"), "info"),
        "on_hold": (_l("On hold"), "neutral"),
        "extended": (_l("Extended"), "neutral"),
        "waiting_for_client": (_l("Waiting for client"), "warning"),
        "waiting_for_signatures": (_l("Waiting for signatures"), "warning"),
        "waiting_for_agency": (_l("Waiting for agency"), "warning"),
        "completed": (_l("Completed"), "success"),
        "cancelled": (_l("Cancelled"), "neutral"),
    },
    "organizer": {
        "not_started": (_l("Pending, not started"), "warning"),
        "started": (_l("Pending, started"), "info"),
        "finished": (_l("Finished"), "success"),
        "archived": (_l("Archived"), "neutral"),
        "sealed": (_l("Sealed"), "info"),
    },
    "time_entry": {
        "running": (_l("Running"), "info"),
        "unbilled": (_l("Unbilled"), "warning"),
        "billed": (_l("Billed"), "success"),
        "not_billable": (_l("Not billable"), "neutral"),
    },
}
