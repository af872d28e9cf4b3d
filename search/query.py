"""What a visitor asked for: words, filters and a page, parsed once from the address and bounded."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from richtext.plain import one_line
from search import facets

MOST_CHARACTERS = 300
MOST_WORDS = 32
HITS_ON_A_PAGE = 10
LAST_PAGE = 50


@dataclass(frozen=True)
class SearchQuery:
    """A search, ready to run. `filters` maps a facet to one value; `messages` tells what was left out and why."""

    text: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    page: int = 1
    messages: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked yet."""
        return not self.text and not self.filters

    @property
    def offset(self) -> int:
        """How many hits come before this page."""
        return (self.page - 1) * HITS_ON_A_PAGE

    def address(self, **changes: str | int | None) -> str:
        """The address of this search with something changed; a filter changed to None is taken off."""
        parameters: dict[str, str | int | None] = {"q": self.text, **self.filters, **changes}
        kept = {name: value for name, value in parameters.items() if value not in (None, "", 1)}
        return f"?{urlencode(kept)}"


def parse(parameters: QueryDict, choices: dict[str, list[facets.Choice]]) -> SearchQuery:
    """Read a query string. Nothing is an error: what cannot be used is left out with a message."""
    messages: list[str] = []
    text = _text(parameters.get("q", ""), messages)
    filters = _filters(parameters, choices, messages)
    return SearchQuery(text, filters, _page(parameters.get("page", "1"), messages), tuple(messages))


def _text(raw: str, messages: list[str]) -> str:
    words = one_line(raw[: MOST_CHARACTERS * 4], limit=MOST_CHARACTERS * 4).split()
    text = " ".join(words[:MOST_WORDS])[:MOST_CHARACTERS]
    if len(raw.strip()) > MOST_CHARACTERS or len(words) > MOST_WORDS:
        messages.append(_("Your search was long; only its beginning was used. A few telling words find more."))
    return text


def _filters(parameters: QueryDict, choices: dict[str, list[facets.Choice]], messages: list[str]) -> dict[str, str]:
    filters = {}
    for name, known in choices.items():
        if value := parameters.get(name, ""):
            if any(choice.value == value for choice in known):
                filters[name] = value
            else:
                label = facets.label_of(name).lower()
                messages.append(_("There is no such %(facet)s, so that filter was left out.") % {"facet": label})
    return filters


def _page(raw: str, messages: list[str]) -> int:
    page = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else 0
    if 1 <= page <= LAST_PAGE:
        return page
    messages.append(_("There is no such page of results; this is the first. Add a word or a filter to come closer."))
    return 1
