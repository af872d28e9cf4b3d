"""How terms appear in the catalogue."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kb.glossary.models import Term
from search.engines.analysis import words
from search.sources import EntryContent, Section, Source


def _spelled_otherwise(term: Term, title: str) -> list[str]:
    """The spellings that a search would not find by the title. They are headings: snippets are cut from text only."""
    found = {*words(title)}
    return [spelling for spelling in term.spellings if not found.issuperset(words(spelling))]


class TermSource(Source):
    """A term of the glossary. It has no theme: it belongs to all of them."""

    kind = "term"
    label = _("Glossary")
    model = Term  # type: ignore[assignment]  # public by construction, see Term

    def live(self) -> QuerySet[Any]:
        """Source: Source."""
        return Term.objects.all()

    def content(self, obj: Term) -> EntryContent:
        """Source: Source."""
        title = f"{obj.term} ({obj.meaning})" if obj.expansion else obj.term
        return EntryContent(
            address=obj.address,
            title=title,
            summary=obj.explanation,
            sections=(
                Section(obj.address, title, obj.explanation),
                *(Section(obj.address, spelling, "") for spelling in _spelled_otherwise(obj, title)),
            ),
            facets={},
            published_at=obj.added_at,
            updated_at=obj.changed_at,
        )
