"""Following links from page to page, as a reader does."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

LEAVES = ("/account/", "/files/", "/cms/", "/static/")
FEED = ".atom"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Source: HTMLParser."""
        named = dict(attributes)
        if tag == "a" and "nofollow" not in (named.get("rel") or ""):
            self.found += filter(None, [named.get("href")])


def links_in(html: str, address: str) -> list[str]:
    """Where the links of a page lead, as far as it is on this site, each once and in one spelling.

    Without those that robots shall not follow, to forms about the page and to single paragraphs of it, and without
    feeds, which are no pages.
    """
    parser = _Links()
    parser.feed(html)
    targets = [urlsplit(urldefrag(urljoin(address, link)).url) for link in parser.found]
    pages = [target for target in targets if target.scheme in ("", "http", "https") and not target.path.endswith(FEED)]
    inside = [target for target in pages if target.netloc in ("", urlsplit(address).netloc)]
    return list(dict.fromkeys(_spelled(target.path, target.query) for target in inside))


def _spelled(path: str, query: str) -> str:
    """Where one comes from (`next`) makes no page another page."""
    kept = [(name, value) for name, value in parse_qsl(query) if name != "next"]
    return f"{path}?{urlencode(kept)}" if kept else path


def walk(read: Callable[[str], str], *, clicks: int = 99, pages: int = 200) -> Iterator[tuple[str, int]]:
    """Every address to be reached from the front page, nearest first, and after how many clicks.

    `read` opens an address and gives its HTML. No more is opened than this many pages, this many clicks away.
    """
    distances = {"/": 0}
    queue = ["/"]
    while queue and pages:
        address = queue.pop(0)
        distance = distances[address]
        yield address, distance
        if distance == clicks or address.startswith(LEAVES):
            continue
        pages -= 1
        for link in links_in(read(address), address):
            if link not in distances:
                distances[link] = distance + 1
                queue.append(link)
