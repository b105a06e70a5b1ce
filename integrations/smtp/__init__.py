"""Handing mails to a mail server: smtp://user:password@host:587?starttls, smtps://user:password@host, smtp://host:25."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import parse_qsl, unquote, urlsplit

TIMEOUT = 20.0  # seconds for each word of the server
PORTS = {"smtp": 25, "smtps": 465}


class MailRejected(Exception):
    """The server will not take this mail, now or later; the text says why."""


class Unavailable(Exception):
    """The mail could not be handed over now; the text says why. Perhaps later."""


class Smtp:
    """One mail server, named by a URL."""

    def __init__(self, url: str, timeout: float = TIMEOUT):
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._starttls = "starttls" in dict(parse_qsl(parts.query, keep_blank_values=True))
        self._host, self._port = parts.hostname, parts.port or PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._timeout = timeout

    def send(self, message: EmailMessage):
        """Hand one mail over. Raises MailRejected or Unavailable."""
        try:
            with self._connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _verdict(code, said) from error
        except smtplib.SMTPResponseException as error:
            raise _verdict(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailRejected(str(error)) from error
        except (smtplib.SMTPException, OSError, UnicodeError) as error:  # smtplib knows ASCII passwords only
            raise Unavailable(str(error) or type(error).__name__) from error

    def _connected(self) -> smtplib.SMTP:
        where = {"host": self._host, "port": self._port, "timeout": self._timeout}
        if self._tls:
            server = smtplib.SMTP_SSL(**where, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(**where)
        try:
            if self._starttls:
                server.starttls(context=ssl.create_default_context())
            if self._user:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server


def _verdict(code: int, said: bytes | str) -> Exception:
    """What an answer of the server means. A refused login concerns the installation and not this mail."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    lasting = 500 <= code < 600 and code not in (530, 534, 535, 538)
    return (MailRejected if lasting else Unavailable)(f"{code} {' '.join(text.split())}"[:500])
