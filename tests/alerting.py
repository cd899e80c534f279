"""Feeds and alerts for stories: of a town that has floods, all made up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

CAP = "urn:oasis:names:tc:emergency:cap:1.2"


def entry(name: str, words: str, *, updated: str = "", more: str = "") -> str:
    """An entry of an Atom feed."""
    stamp = f"<updated>{updated}</updated>" if updated else ""
    return (
        f"<entry><id>{name}</id><title>Flood in Erlau</title>{stamp}"
        f'<link href="/{name}"/><content type="html">{escape(words)}</content>'
        f"{more}</entry>"
    )


def atom(*entries: str, link: str = "https://www.erlau.example/") -> bytes:
    """An Atom feed."""
    site = f'<link href="{link}"/>' if link else ""
    inside = "\n".join(entries)
    return (
        '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        f' xml:lang="en"><title>Erlau today</title>{site}\n{inside}\n</feed>'
    ).encode()


def rss(*items: str) -> bytes:
    """An RSS feed."""
    return (
        '<rss version="2.0"><channel><title>Erlau today</title>'
        "<link>https://www.erlau.example/</link>"
        f"{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"
    ).encode()


def area(name: str, *more: str) -> str:
    """Where an alert holds."""
    return f"<area><areaDesc>{name}</areaDesc>{''.join(more)}</area>"


def info(headline: str = "River rises", *more: str, language: str = "en") -> str:
    """What an alert says in one language."""
    return (
        f"<info><language>{language}</language><category>Met</category>"
        f"<event>Flood</event><urgency>Expected</urgency><severity>Severe</severity>"
        f"<certainty>Likely</certainty><headline>{headline}</headline>"
        f"{''.join(more)}</info>"
    )


def alert(
    name: str, *infos: str, sent: str = "08:00", kind: str = "Alert", **fields: str
) -> str:
    """A CAP message of 20 December 2024; later ones refer to earlier ones."""
    told = {
        "identifier": name,
        "sender": "jo.smith@warnings.example",
        "sent": f"2024-12-20T{sent}:00+01:00",
        "status": "Actual",
        "msgType": kind,
        "scope": "Public",
    } | fields
    inside = "".join(f"<{each}>{words}</{each}>" for each, words in told.items())
    return f'<alert xmlns="{CAP}">{inside}{"".join(infos)}</alert>'


def reference(name: str, sent: str) -> str:
    """How a message refers to another."""
    return f"jo.smith@warnings.example,{name},2024-12-20T{sent}:00+01:00"


@dataclass
class Site:
    """A server that answers as it is told, and notes what it was asked."""

    address: str = ""
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    sent: int | None = None  #: bytes after which it hangs up
    asked: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def served() -> Iterator[Site]:
    """Serve a feed with one entry."""
    site = Site(body=atom(entry("1", "High water.")))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(dict(self.headers))
            etag = site.headers.get("ETag")
            is_same = etag and self.headers.get("If-None-Match") == etag
            self.send_response(304 if is_same else site.status)
            headers = {"Content-Length": str(len(site.body))} | site.headers
            for name, value in () if is_same else headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"" if is_same else site.body[: site.sent])

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}/news.xml"
    yield site
    server.shutdown()
    thread.join()
    server.server_close()
