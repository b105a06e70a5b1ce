"""The headers of every response: what browsers may run, keep and tell."""

import secrets

from flask import current_app, g, request

from access import SAFE_METHODS

CSP = (
    "default-src 'self'; script-src {scripts}; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

# Of a file that somebody sent: nothing in it runs, loads or is framed (GHSA-fffc-phh8-5h4v, ASVS 3.2.1, 3.4.6).
FILE_CSP = "sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def csp_nonce() -> str:
    """This response's nonce, for the script tags of the layouts alone."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def add_headers(response):
    """Strict defaults for all. Pages, what a form is answered, fragments asked for with a query, which people type, and
    what a view says so of are never stored; other fragments are only revalidated, static files kept for a year.
    """
    scripts = f"'nonce-{g.csp_nonce}'" if "csp_nonce" in g else "'none'"
    response.headers.setdefault(
        "Content-Security-Policy", CSP.format(scripts=scripts)
    )  # files have a stricter one
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Not no-referrer: it turns the Origin of a form post into null, and plain http has nothing but Origin.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if current_app.config["SETTINGS"].https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint == "static":
        return response
    response.vary.update(("Cookie", "HX-Request", "Accept-Language"))
    if (
        "csp_nonce" in g
        or response.cache_control.no_store
        or response.status_code != 200
        or request.method not in SAFE_METHODS
        or (request.query_string and response.mimetype == "text/html")
    ):
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request) if "If-None-Match" in request.headers else response


def init_app(app):
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
