"""The vocabularies that searches can be narrowed by. Their words are data; rooms register where the data is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search import sources

KIND = "kind"


@dataclass(frozen=True)
class Vocabulary:
    """One facet whose values are rows: `rows()` gives a queryset, with the fields of its code, label and order."""

    name: str
    label: str | Promise
    rows: Callable[[], QuerySet[Any]]
    order: str = "order"


@dataclass(frozen=True)
class Choice:
    """One value of a facet, in words."""

    value: str
    label: str


_vocabularies: dict[str, Vocabulary] = {}


def register(vocabulary: Vocabulary) -> None:
    """Let searches be narrowed by this vocabulary. Called from an app's `ready`."""
    _vocabularies[vocabulary.name] = vocabulary


def names() -> list[str]:
    """The facets a search knows, in the order in which they are shown."""
    return [*_vocabularies, KIND]


def label_of(name: str) -> str:
    """A facet in words."""
    return str(_vocabularies[name].label) if name in _vocabularies else str(_("Kind of page"))


def choices() -> dict[str, list[Choice]]:
    """Every value of every facet, in one query however many vocabularies there are."""
    found: dict[str, list[Choice]] = {name: [] for name in names()}
    found[KIND] = [Choice(source.kind, str(source.label)) for source in sources.registered()]
    parts = [
        v.rows().order_by().values_list(Value(v.name, output_field=CharField()), "code", "name", v.order)
        for v in _vocabularies.values()
    ]
    if parts:
        rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        for name, code, label, _order in sorted(rows, key=lambda row: (row[3], row[2])):
            found[name].append(Choice(code, label))
    return found
