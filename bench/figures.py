"""A figure as it is printed: one JSON object a line, with the goal it is held against and what peers pay."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TextIO

from bench.goals import GOALS
from bench.peers import PEERS


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What was measured. `baseline` is in the same unit; `ratio` is `value` over `baseline` unless it was measured itself.

    `more` holds what is told beside it, as bytes of a page or requests per second.
    """

    name: str
    value: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """All that is printed. A figure without a goal has no `met`; without a peer, no `peer`."""
        ratio = self._ratio()
        line: dict[str, Any] = {
            "name": self.name,
            "value": _short(self.value),
            "unit": self.unit,
            "baseline": _short(self.baseline),
            "ratio": _short(ratio),
        }
        if goal := GOALS.get(self.name):
            line |= {"goal": str(goal), "met": goal.is_met(self.value, ratio)}
        if peer := PEERS.get(self.name):
            line["peer"] = peer
        return line | self.more

    def _ratio(self) -> float | None:
        if self.ratio is not None or not self.baseline:
            return self.ratio
        return self.value / self.baseline


@dataclass(frozen=True)
class NotRun:
    """A figure that cannot be had here, and why."""

    name: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """All that is printed."""
        return {"name": self.name, "value": None, "unit": "", "baseline": None, "not_run": self.reason}


def teller(out: TextIO) -> Callable[[Figure | NotRun], None]:
    """What prints figures, each as soon as it is there."""

    def tell(figure: Figure | NotRun) -> None:
        print(json.dumps(figure.as_dict(), ensure_ascii=False), file=out, flush=True)

    return tell


def _short(number: float | None) -> float | None:
    """Four significant digits: more would be noise."""
    return None if number is None else float(f"{number:.4g}")
