"""The glossary as readers meet it: on its page, and where a text first uses a term."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from kb.glossary.models import MOST_TERMS, Term
from richtext.terms import TermLinks
from search.freshness import remembered


@dataclass(frozen=True)
class Letter:
    """The terms that begin alike."""

    letter: str
    terms: tuple[Term, ...]

    @property
    def anchor(self) -> str:
        """The fragment that leads here; no slug has a dot."""
        return f"letter.{self.letter.lower() if self.letter.isalpha() else 0}"


def terms() -> tuple[Term, ...]:
    """All terms by the alphabet, whatever their capitals. Shared between requests: not to be changed."""
    return remembered("glossary", _terms)


def letters() -> list[Letter]:
    """The terms under their first letters; what begins with a figure or a sign comes first."""
    return [Letter(letter, tuple(found)) for letter, found in groupby(terms(), key=lambda term: _initial(term.term))]


def expansions() -> dict[str, tuple[str, ...]]:
    """Each term with all else that says the same: what a search for one of them could also look for."""
    return {term.term: tuple(term.spellings[1:]) for term in terms() if len(term.spellings) > 1}


class FirstUses:
    """The terms that one page has explained so far. Texts are given in the order in which they are read."""

    def __init__(self) -> None:
        self._links = remembered("glossary-links", _links)
        self._met: set[str] = set()

    def explained_in(self, html: SafeString) -> SafeString:
        """Clean HTML, with the terms explained that this page uses here for the first time."""
        return self._links.link(html, self._met)


def _terms() -> tuple[Term, ...]:
    found: Iterable[Term] = Term.objects.all()[:MOST_TERMS]
    return tuple(sorted(found, key=lambda term: (_initial(term.term) != "#", term.term.casefold())))


def _initial(words: str) -> str:
    first = words[:1].upper()
    return first if first.isalpha() else "#"


def _links() -> TermLinks:
    return TermLinks(wording for term in terms() for wording in term.wordings())
