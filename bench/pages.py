"""What a page costs as a multiple of the normaliser (goals 1 and 2), and a kept page (goal 3)."""

import http.client
from collections.abc import Iterator

from bench.addresses import PAGES
from bench.bursts import CONNECTIONS, Comparison, Target, compare
from bench.figures import Figure
from bench.load import Load, Request, visitors
from bench.normalising import normaliser
from bench.processes import HOST, Server
from bench.sites import UNCACHED, Site, Sites

SIGNED_IN = ("guidance-overview", "guidance-chapter", "home")


def measure(sites: Sites) -> Iterator[Figure]:
    """All kinds of page for visitors, some of them signed in as well."""
    site = sites.demonstration
    with visitors() as load, site.serving() as ours, normaliser() as beside:
        yield from _made_anew(site, load, ours, beside)
        yield from _kept(load, ours, beside)


def _made_anew(site: Site, load: Load, ours: Server, beside: Server) -> Iterator[Figure]:
    """Nothing kept: visitors say that they bring something, so that the page is made for them."""
    yardstick = Target(beside, Request(["/"]))
    for connections in CONNECTIONS:
        for kind, address in PAGES.items():
            anonymous = compare(load, Target(ours, Request([address], UNCACHED)), yardstick, connections)
            yield anonymous.figure(f"pages.{kind}.anonymous.c{connections}")
            if kind in SIGNED_IN:
                signed_in = compare(load, Target(ours, Request([address], site.cookie)), yardstick, connections)
                yield signed_in.figure(f"pages.{kind}.signed-in.c{connections}")
                yield _over(kind, connections, signed_in, anonymous)


def _over(kind: str, connections: int, signed_in: Comparison, anonymous: Comparison) -> Figure:
    name = f"pages.{kind}.signed-in-over-anonymous.c{connections}"
    return Figure(name=name, value=signed_in.ratio / anonymous.ratio, unit="× the anonymous cost", baseline=1)


def _kept(load: Load, ours: Server, beside: Server) -> Iterator[Figure]:
    """The same page for everybody who brings nothing: from what was kept, packed; and not sent when it is known."""
    address = PAGES["guidance-chapter"]
    packed = {"Accept-Encoding": "gzip"}
    known = Request([address], {**packed, "If-None-Match": _etag(ours, address)}, status=304)
    yardstick = Target(beside, Request(["/"]))
    for connections in CONNECTIONS:
        kept = compare(load, Target(ours, Request([address], packed)), yardstick, connections)
        yield kept.figure(f"pages.kept.c{connections}")
        yield Figure(
            name=f"pages.kept.rate.c{connections}",
            value=kept.rate,
            unit="requests/s",
            baseline=kept.rate / kept.rate_ratio,
            ratio=kept.rate_ratio,
        )
        yield compare(load, Target(ours, known), yardstick, connections).figure(f"pages.not-modified.c{connections}")


def _etag(server: Server, address: str) -> str:
    connection = http.client.HTTPConnection(HOST, server.port)
    connection.request("GET", address)
    etag = connection.getresponse().headers["ETag"]
    connection.close()
    return str(etag)
