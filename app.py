"""Overblik: create_app() wires the parts together and does nothing else."""

from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import access
import cli
import search_index
import views
from access import form_after_sign_in, page_owner
from config import Settings, Unusable, read_settings
from models.base import cipher, file_store, tokens
from models.base.database import UnsafeSqlite, db, open_database
from models.clients.portal_user import PortalSession
from models.outgoing.mailed_invitation import MailedInvitation
from models.staff.sign_in import SignIn
from web import headers, htmx, responses, sections
from words import consequences, credit, formats, language


def create_app(settings: Settings | None = None) -> Flask:
    """The application for `settings`, by default those of the environment. Raises config.Unusable."""
    settings = settings or read_settings()
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SETTINGS=settings,
        OWN_ORIGINS=settings.own_origins,
        TRUSTED_HOSTS=settings.trusted_hosts,
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        MAX_CONTENT_LENGTH=1_000_000,
        MAX_FORM_MEMORY_SIZE=1_000_000,
        MAX_FORM_PARTS=1_000,
        WTF_CSRF_ENABLED=False,
    )
    if settings.proxies:  # else what the headers say of the client is anybody's invention (CVE-2026-111934)
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, x_host=0, x_prefix=0)
    try:
        open_database(settings.database_url, settings.data_dir / "write.lock")
    except UnsafeSqlite as error:
        raise Unusable(f"SQLite {error} may lose data: install pysqlite3 0.6.1 or newer.") from error
    cipher.configure(settings.secret_key)
    search_index.configure(settings.data_dir / "search")
    file_store.configure(settings.data_dir / "files")
    tokens.configure(settings.secret_key)
    MailedInvitation.lifetime = timedelta(days=settings.invitation_days)
    SignIn.idle = timedelta(hours=settings.idle_hours)
    PortalSession.idle = timedelta(minutes=settings.portal_idle_minutes)
    app.teardown_appcontext(release_connection)
    parts = (
        *(htmx, language, formats, access, headers, responses, page_owner, form_after_sign_in),
        *(consequences, credit, sections, views, cli),
    )
    for part in parts:
        part.init_app(app)
    return app


def release_connection(_error):
    """Give the connection back to the pool."""
    if not db.is_closed():
        db.close()
