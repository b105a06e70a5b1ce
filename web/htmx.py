"""Request headers of htmx 4 for htmx-flask: element ids in HX-Source and HX-Target, HX-Request-Type."""

from urllib.parse import unquote, urlsplit

from flask import request
from htmx_flask import Htmx
from htmx_flask.requests import HtmxAwareRequest, HtmxHeaders

from web.clean_input import ShowableRequest


class Htmx4Headers(HtmxHeaders):
    """What htmx 4 tells about its request; false for any other request."""

    @property
    def target(self) -> str | None:
        """The id of the element that the answer goes to."""
        _, found, element_id = (self._headers.get("HX-Target") or "").partition("#")
        return unquote(element_id) if found else None

    @property
    def page_path(self) -> str | None:
        """Path and query of the page that the person is on, never another host's."""
        try:
            parts = urlsplit(self._headers.get("HX-Current-URL") or "")
        except ValueError:
            return None
        return f"{parts.path}?{parts.query}".rstrip("?") or None

    @property
    def wants_fragment(self) -> bool:
        """Whether a part of a page is asked for; history restores and boosted links want whole pages."""
        return bool(self) and not self.boosted and self._headers.get("HX-Request-Type") != "full"

    @property
    def keeps_form(self) -> bool:
        """Whether a form is sent that asks for a whole page and stays on its own until it is answered (static/js/typed.js)."""
        whole = self._headers.get("HX-Request-Type") == "full"
        return bool(self) and whole and "HX-History-Restore-Request" not in self._headers


class Htmx4Request(ShowableRequest, HtmxAwareRequest):
    """Our request with `htmx`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.htmx = Htmx4Headers(self.headers)


def lead_on(response):
    """What redirects a plain form leads one that stays to another page, so that the page is the browser's own and shows
    what it has to say.
    """
    if request.htmx.keeps_form and response.status_code in (301, 302, 303):
        response.headers["HX-Redirect"] = response.headers.pop("Location")
        response.set_data(b"")
        response.status_code = 200
    return response


def init_app(app):
    Htmx(app)
    app.after_request(lead_on)
    app.request_class = Htmx4Request  # after Htmx(), which sets its own
