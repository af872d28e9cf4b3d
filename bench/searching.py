"""Our search beside Wagtail's own database search on the same texts (goal 11), and on many entries (goals 8 and 9)."""

from collections.abc import Iterator
from statistics import median, quantiles

from bench.figures import Figure
from bench.sites import Sites

PAGES, MANY_PAGES = 1_000, 10_000
ENTRIES = 100_000


def measure(sites: Sites) -> Iterator[Figure]:
    """At 1,000 pages."""
    return _beside_wagtail(sites, PAGES, f".{PAGES}")


def measure_large(sites: Sites) -> Iterator[Figure]:
    """At 10,000 pages beside Wagtail's, and alone at 100,000 entries."""
    yield from _beside_wagtail(sites, MANY_PAGES, "")
    found = sites.with_rows(ENTRIES).inside("search", "--alone")
    spent = [ms for ways in found.values() for ms in ways["adapter"]]
    yield Figure(name="search.adapter.p95", value=_p95(spent), unit="ms CPU", more={"p50": round(median(spent), 2)})


def _beside_wagtail(sites: Sites, pages: int, suffix: str) -> Iterator[Figure]:
    found = sites.with_pages(pages).inside("search")
    for kind, ways in found.items():
        beside = {f"{way}_p95": round(_p95(spent), 2) for way, spent in ways.items()} | {
            "adapter_p50": round(median(ways["adapter"]), 2),
            "pages": pages,
        }
        yield Figure(
            name=f"search.{kind}{suffix}",
            value=median(ways["ours"]),
            unit="ms CPU (p50)",
            baseline=median(ways["wagtail"]),
            more={**beside, "times_faster": round(median(ways["wagtail"]) / median(ways["ours"]), 1)},
        )


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]
