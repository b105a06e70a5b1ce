"""Files that come with a form: what may come, and keeping it."""

from collections.abc import Iterator

from flask_babel import gettext as _

from models import file_store

MOST_AT_ONCE = 20


def upload_problem(uploads: list) -> str | None:
    """What is wrong with what was chosen, in words; nothing is kept before this is asked."""
    uploads = chosen(uploads)
    if not uploads:
        return _("Choose a file first.")
    if len(uploads) > MOST_AT_ONCE:
        return _("At most %(count)s files at once, please.", count=MOST_AT_ONCE)
    for each in uploads:
        head = each.stream.read(file_store.HEAD)
        each.stream.seek(0, 2)
        size = each.stream.tell()
        each.stream.seek(0)
        name = file_store.shown_name(each.filename)
        if size > file_store.LARGEST:
            return _("“%(name)s” is too large: at most 50 MB, please.", name=name)
        if file_store.type_of(head, each.filename) is None:
            return _("“%(name)s” is no document that we can receive. Nothing was uploaded.", name=name)
    return None


def kept_uploads(uploads: list) -> Iterator[tuple[str, str, file_store.Kept]]:
    """Name, type and kept content of each file, after upload_problem() found nothing."""
    for each in chosen(uploads):
        kept = file_store.keep(each.stream)
        yield file_store.shown_name(each.filename), file_store.type_of(kept.head, each.filename), kept


def chosen(uploads: list) -> list:
    """The files of a field; a browser sends one without a name where none was chosen."""
    return [each for each in uploads if each.filename]
