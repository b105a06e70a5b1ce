"""What no page may do, watched in every test: errors on the console, a breach of the CSP, a word to a stranger."""

from urllib.parse import urlsplit

TELL_BREACHES = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`));
"""
# A refused request is on the console by itself; whether it was right to refuse is the test's business.
ANSWERED_WITH_AN_ERROR = "Failed to load resource: the server responded with a status of 4"


class Watch:
    """Keeps the complaints about one browser context; `allowed` are parts of console texts that a test expects."""

    def __init__(self, context, origin: str):
        self.complaints = []
        self.allowed = [ANSWERED_WITH_AN_ERROR]
        self._context, self._origin = context, origin
        context.add_init_script(TELL_BREACHES)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(f"exception: {error.error}"))
        context.on("request", self._see)
        context.on("response", self._check)

    def allow(self, text: str):
        self.allowed.append(text)

    def _hear(self, message):
        if message.type in ("error", "warning") and not any(part in message.text for part in self.allowed):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _see(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != self._origin:
            self.complaints.append(f"left the house: {request.url}")

    def _check(self, response):
        if response.status >= 500 or (response.status >= 400 and "/static/" in response.url):
            self.complaints.append(f"{response.status}: {response.url}")

    def finish(self, javascript: bool):
        """Look into the pages' storage and return all complaints."""
        for page in self._context.pages:
            if javascript and page.url.startswith(self._origin):
                kept = page.evaluate("({...localStorage, ...sessionStorage})")
                if kept:
                    self.complaints.append(f"kept in the browser: {kept}")
        return self.complaints
