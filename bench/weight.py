"""What a first visit weighs on the way: the page, its styles and its scripts, packed as the server sends them."""

import http.client
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bench.addresses import PAGES, SIGN_IN
from bench.figures import Figure
from bench.processes import HOST
from bench.sites import Sites

_IMPORT = re.compile(rb"""(?:^|[;\n])\s*import\s*(?:[\w{},*\s]+?\sfrom\s*)?["']([^"']+)["']""")


class _Links(HTMLParser):
    """What a browser fetches before the page is whole."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Source: HTMLParser."""
        named = dict(attrs)
        is_style = tag == "link" and named.get("rel") in ("stylesheet", "modulepreload", "icon")
        address = named.get("href") if is_style else named.get("src") if tag in ("script", "img") else None
        if address:
            self.found.append(address)


def measure(sites: Sites) -> Iterator[Figure]:
    """Each kind of page, by somebody who has been nowhere on the site before."""
    with sites.demonstration.serving() as server:
        for kind, address in {**PAGES, "sign-in": SIGN_IN}.items():
            weights = _weights(server.port, address)
            total = sum(weight for weight, _plain in weights.values())
            beside = {
                "plain_kilobytes": round(sum(plain for _weight, plain in weights.values()) / 1024, 1),
                "parts": {name: round(weight / 1024, 1) for name, (weight, _plain) in weights.items()},
            }
            yield Figure(name=f"weight.{kind}", value=total / 1024, unit="KB", more=beside)


def _weights(port: int, address: str) -> dict[str, tuple[int, int]]:
    """Bytes on the way and bytes unpacked, of the page and of all it needs."""
    waiting, found = [address], dict[str, tuple[int, int]]()
    for one in waiting:
        sent, plain, kind = _fetched(port, one)
        found[one] = (sent, len(plain))
        named = _named_in(plain, kind)
        waiting.extend(dict.fromkeys(n for n in (urljoin(one, name) for name in named) if n not in waiting))
    return found


def _named_in(body: bytes, kind: str) -> list[str]:
    if kind.startswith("text/html"):
        links = _Links()
        links.feed(body.decode())
        return [link for link in links.found if not urlsplit(link).netloc]
    return [name.decode() for name in _IMPORT.findall(body)] if "javascript" in kind else []


def _fetched(port: int, address: str) -> tuple[int, bytes, str]:
    """Length as sent to a browser that takes Brotli and gzip, the plain bytes, and what it is."""
    body, _headers = _got(port, address, "gzip, br")
    plain, headers = _got(port, address, "identity")
    return len(body), plain, headers.get("Content-Type", "")


def _got(port: int, address: str, packing: str) -> tuple[bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(HOST, port)
    connection.request("GET", address, headers={"Accept-Encoding": packing})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{address} was answered with {response.status}")
    return body, response.headers
