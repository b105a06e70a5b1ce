"""Saving what a form holds: it is valid and was written, or the form says what is in the way."""

from collections.abc import Callable
from typing import Any, NamedTuple

from models.base.recorded import Recorded, Stale
from web.forms import BaseForm


class Saved(NamedTuple):
    """What came of saving: the `result` of writing when it is `done`.

    Else the `status` of the answer, which shows the form again, and after a conflict (409) `theirs`: the values that
    somebody else has saved meanwhile, by field.
    """

    result: Any = None
    status: int = 200
    theirs: dict | None = None

    @property
    def done(self) -> bool:
        return self.status == 200


def save(form: BaseForm, write: Callable, record: Recorded | None = None) -> Saved:
    """write() what a form holds if it is valid; 422 otherwise. `record` is what it edits, none where it makes one."""
    return save_valid(form, write, record) if form.validate() else Saved(status=422)


def save_valid(form: BaseForm, write: Callable, record: Recorded | None = None) -> Saved:
    """save() of a form that is known to be valid.

    What the model raises of the form's `refusals` stands beside its field (422). Where somebody else has changed the same
    fields meanwhile (Stale) nothing is written, and the form goes on from what stands now, so that saving again is a
    decision (409).
    """
    try:
        return Saved(write())
    except Stale as stale:
        form.bring_up(record)
        return Saved(status=409, theirs=stale.theirs)
    except tuple(form.refusals) as error:
        form.refuse(error)
        return Saved(status=422)
