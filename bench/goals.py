"""What the figures are held against. The numbers are the goals of docs/performance.md."""

from dataclasses import dataclass

TIMES_N = "× N"


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A limit on a figure's value, or on its ratio to the baseline."""

    number: int | None
    at_most: float | None = None
    at_least: float | None = None
    of: str = "value"
    unit: str = ""

    def is_met(self, value: float, ratio: float | None) -> bool | None:
        """Whether a figure keeps to it; None where there is nothing to judge."""
        judged = ratio if self.of == "ratio" else value
        if judged is None:
            return None
        return (self.at_most is None or judged <= self.at_most) and (self.at_least is None or judged >= self.at_least)

    def __str__(self) -> str:
        sign, limit = ("≤", self.at_most) if self.at_most is not None else ("≥", self.at_least)
        named = f"goal {self.number}: " if self.number else ""
        return f"{named}{sign} {limit:g} {self.unit}".strip()


def _page(number: int, limit: float) -> Goal:
    return Goal(number=number, at_most=limit, of="ratio", unit=TIMES_N)


def _queries(limit: int) -> Goal:
    return Goal(number=6, at_most=limit, unit="queries")


def _growth() -> Goal:
    return Goal(number=7, at_most=1.1, of="ratio", unit="× its cost at few rows")


KINDS = ("overview", "chapter")
GOALS: dict[str, Goal] = {
    **{f"pages.guidance-{kind}.anonymous.c16": _page(1, 2.5) for kind in KINDS},
    **{
        f"pages.guidance-{kind}.signed-in-over-anonymous.c16": Goal(number=1, at_most=1.3, unit="× the anonymous cost")
        for kind in KINDS
    },
    "pages.home.anonymous.c16": _page(2, 3.5),
    "pages.search.anonymous.c16": _page(8, 3),
    "pages.kept.c16": _page(3, 0.25),
    "pages.kept.rate.c16": Goal(number=3, at_least=5, of="ratio", unit="× the normaliser's requests per second"),
    "pages.not-modified.c16": _page(3, 0.25),
    "queries.home": _queries(8),
    "queries.guidance-overview": _queries(8),
    "queries.guidance-chapter": _queries(8),
    "queries.theme": _queries(6),
    "queries.guidance-list": _queries(8),
    "queries.search": _queries(3),
    "lists.guidance-list": _growth(),
    "lists.theme": _growth(),
    "lists.changes": _growth(),
    "lists.search": _growth(),
    "search.adapter.p95": Goal(number=8, at_most=8, unit="ms in the adapter, at 100,000 entries"),
    "search.common": Goal(number=11, at_most=1 / 500, of="ratio", unit="× Wagtail's own, at 10,000 pages"),
    "search.rebuild": Goal(number=12, at_least=3000, unit="entries/s"),
    "memory.worker": Goal(number=13, at_most=160, unit="MB"),
    "memory.growth": Goal(number=13, at_most=3, unit="% over the second half"),
    "start.first-response": Goal(number=14, at_most=1.9, unit="s of CPU"),
    "mail.worker": Goal(number=15, at_least=0.8, of="ratio", unit="× the raw loop"),
    **{
        f"weight.{kind}": Goal(number=None, at_most=100, unit="KB over the wire")
        for kind in (
            "home",
            "guidance-overview",
            "guidance-chapter",
            "guidance-list",
            "theme",
            "search",
            "changes",
            "sign-in",
        )
    },
}
