"""Whether lists cost the same however many things there are (goal 7), and how many queries pages make (goal 6)."""

from collections.abc import Iterator

from bench.addresses import PAGES
from bench.bursts import Target, compare
from bench.figures import Figure
from bench.load import Request, visitors
from bench.sites import UNCACHED, Sites
from bench.words import COMMON

FEW, MANY = 100, 10_000
LARGE = (100_000, 1_000_000)
LISTS = {kind: PAGES[kind] for kind in ("guidance-list", "theme", "changes")} | {"search": f"/search/?q={COMMON[0]}"}


def measure(sites: Sites) -> Iterator[Figure]:
    """Each list at few rows and at many, in turns."""
    return _growth(sites, MANY, "")


def measure_large(sites: Sites) -> Iterator[Figure]:
    """The same at 100,000 and 1,000,000 rows."""
    for rows in LARGE:
        yield from _growth(sites, rows, f".{rows}")


def _growth(sites: Sites, rows: int, suffix: str) -> Iterator[Figure]:
    few, many = sites.with_rows(FEW), sites.with_rows(rows)
    yield Figure(
        name=f"search.rebuild{suffix}",
        value=many.told["entries"] / many.told["wall"],
        unit="entries/s",
        more={"entries": many.told["entries"], "per_cpu_second": round(many.told["entries"] / many.told["cpu"])},
    )
    with visitors() as load, few.serving() as small, many.serving() as large:
        for kind, address in LISTS.items():
            request = Request([address], UNCACHED)
            found = compare(load, Target(large, request), Target(small, request), 16)
            yield found.figure(f"lists.{kind}{suffix}")


def measure_queries(sites: Sites) -> Iterator[Figure]:
    """The figure is the visitor's at many rows; the baseline is the same at ten."""
    few, many = (sites.with_rows(rows).inside("count_queries") for rows in (10, MANY))
    for kind, (visitor, practitioner) in many.items():
        yield Figure(
            name=f"queries.{kind}", value=visitor, unit="queries", baseline=few[kind][0], more={"signed_in": practitioner}
        )
