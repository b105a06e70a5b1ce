"""File uploads: which are accepted, and storing them."""

from flask_babel import gettext as _

from models.base import file_store
from models.base.database import transaction

MOST_AT_ONCE = 20


def upload_problem(uploads: list) -> str | None:
    """What is wrong with what was chosen, in words; nothing is kept before this is asked."""
    uploads = uploaded_files(uploads)
    if not uploads:
        return _("Choose a file first.")
    if len(uploads) > MOST_AT_ONCE:
        return _("At most %(count)s files at once, please.", count=MOST_AT_ONCE)
    for each in uploads:
        head = each.stream.read(file_store.HEAD)
        each.stream.seek(0, 2)
        size = each.stream.tell()
        each.stream.seek(0)
        name = file_store.display_name(each.filename)
        if size > file_store.LARGEST:
            return _("“%(name)s” is too large: at most 50 MB, please.", name=name)
        if file_store.type_of(head, each.filename) is None:
            return _("“%(name)s” is not a document that we can receive. Nothing was uploaded.", name=name)
    return None


def take_uploads(uploads: list, take):
    """Keep the content of each file, after upload_problem() found nothing, and `take(name, type, kept)` all of them or none."""
    kept = []
    try:
        for each in uploaded_files(uploads):
            kept.append(file_store.keep(each.stream))
        with transaction():
            for each, file in zip(uploaded_files(uploads), kept, strict=True):
                take(
                    file_store.display_name(each.filename), file_store.type_of(file.head, each.filename), file
                )
    except BaseException:
        for file in kept:
            file_store.discard(file.name)
        raise


def uploaded_files(uploads: list) -> list:
    """The files of a field; a browser sends one without a name where none was chosen."""
    return [each for each in uploads if each.filename]
