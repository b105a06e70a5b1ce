"""Somebody who is signed in at a firm, and the requests that such a browser would send."""

from itertools import cycle
from random import Random
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import EnvironBuilder

from models import Account, LinkedAddress, User
from models.base.paging import page_of
from models.processes.account_list import SORTS
from models.staff.demo_people import PASSWORD

ACCOUNTS = 500  # that are drawn for one person; a firm's whole working week looks at no more
TYPED_LETTERS = 12  # of a name or an address, until people look at the hits
BROWSER = {"User-Agent": "bench", "Accept-Language": "da", "Sec-Fetch-Site": "same-origin"}
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


class Visitor:
    """Somebody who is signed in, by the part of the address before @."""

    def __init__(self, app: Flask, name: str):
        self.app = app
        self.origin = app.config["SETTINGS"].base_url
        self._headers = dict(BROWSER)
        self._headers["Cookie"] = self._signed_in(f"{name}@demo.example")

    def environ(self, path, headers, **options) -> dict:
        """The WSGI environment of a request."""
        with_cookie = self._headers | headers
        builder = EnvironBuilder(path, base_url=self.origin, headers=with_cookie, **options)
        return builder.get_environ() | {"REMOTE_ADDR": "127.0.0.1"}

    def _signed_in(self, email: str) -> str:
        form = {"email": email, "password": PASSWORD}
        answer = self.app.test_client().post(f"{self.origin}/sign-in", data=form, headers=BROWSER)
        if answer.status_code != 303:
            raise RuntimeError(f"{email} cannot sign in: {answer.status}")
        return cookies(answer.headers.getlist("Set-Cookie"))


def cookies(set_cookie: list[str]) -> str:
    """The header by which a browser sends back what these have set."""
    return "; ".join(each.partition(";")[0] for each in set_cookie)


class Person(Visitor):
    """A member of staff of the demo firm with the clients that such a person has."""

    def __init__(self, app: Flask, name: str, dice: Random):
        super().__init__(app, name)
        self.user = User.get(User.email == f"{name}@demo.example")
        visible = Account.visible_to(self.user, self.user.rights())
        self._open = visible.where(Account.archived_at.is_null())
        ids = [account_id for (account_id,) in self._open.select(Account.id).tuples()]
        drawn = dice.sample(ids, min(ACCOUNTS, len(ids)))
        self.accounts = cycle(self._open.where(Account.id.in_(drawn)).order_by(Account.created_at))
        self.addresses = cycle(self._addresses(drawn))
        self.typed = self._typing()

    def get(self, path: str, **query) -> dict:
        """The WSGI environment of a GET for a page."""
        return self.environ(path, {}, query_string=urlencode(query))

    def fragment(self, path: str, **query) -> dict:
        """The WSGI environment of a GET by htmx."""
        return self.environ(path, HTMX, query_string=urlencode(query))

    def turn_next_switch(self) -> dict:
        """A POST that turns NOTIFY of some address to the other value, so that every one of them writes."""
        row = next(self.addresses)
        row.on = not row.on
        path = f"/accounts/{row.link.account_id}/linked-addresses/{row.id}/notify"
        return self.environ(path, HTMX, method="POST", data={"on": str(int(row.on))})

    @property
    def manages(self) -> bool:
        return self.user.is_manager or "manage_accounts" in self.user.rights()

    def may_see(self, card: str) -> bool:
        client = self.app.test_client(use_cookies=False)
        path = f"/accounts/{next(self.accounts).id}/overview/{card}"
        return client.get(path, headers=self._headers, base_url=self.origin).status_code == 200

    def deep_key(self) -> str:
        """The key of the list's page that begins after some account."""
        beyond = self._open.where(Account.sort_key >= next(self.accounts).sort_key)
        return page_of(beyond.order_by(*SORTS["name"]), size=1).next_key or ""

    def _addresses(self, account_ids) -> list[LinkedAddress]:
        rows = [
            row for account_id in account_ids for row in LinkedAddress.on(Account(id=account_id)).limit(1)
        ]
        for row in rows:
            row.on = row.is_on("notify")
        return rows

    def _typing(self):
        """What the search box asks for while names and addresses are typed, letter by letter, by turns."""
        while True:
            address = next(self.addresses)
            for text in (next(self.accounts).name, address.address.email, address.link.contact.name):
                for length in range(1, min(len(text), TYPED_LETTERS) + 1):
                    yield text[:length]
