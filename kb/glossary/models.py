"""A word of the programme and what it means. Words are data: another programme has others."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kb.glossary.fields import LONGEST_LINE, LinesField
from members.models import Audience
from members.models.kept import SavedWhole
from richtext.terms import Wording, is_abbreviation

MOST_TERMS = 500
MOST_ALIASES = 20
SHORTEST = 2


class Term(SavedWhole):
    """One term. Everybody may read it, always: a word that explains public text has no readers of its own."""

    slug = models.SlugField(
        gettext_lazy("address"), max_length=60, unique=True, help_text=gettext_lazy("After /glossary/#.")
    )
    term = models.CharField(
        gettext_lazy("term"),
        max_length=60,
        validators=[MinLengthValidator(SHORTEST)],
        help_text=gettext_lazy("As it stands in a text: LSP, critical friend."),
    )
    expansion = models.CharField(
        gettext_lazy("what it is short for"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("Shown in brackets where a text first uses the term. Empty for a word that is not short."),
    )
    explanation = models.TextField(gettext_lazy("what it means"), max_length=1000)
    aliases = LinesField(
        gettext_lazy("other ways to write it"),
        default=list,
        blank=True,
        help_text=gettext_lazy("One to a line. They lead to the same explanation."),
    )
    added_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    # What the catalogue asks of whatever can be found. Not columns: nobody can make a term less than public.
    visible_from: ClassVar[datetime | None] = None
    visible_until: ClassVar[datetime | None] = None

    class Meta:
        verbose_name = gettext_lazy("glossary term")
        verbose_name_plural = gettext_lazy("glossary terms")
        ordering: ClassVar = ["term", "pk"]

    def __str__(self) -> str:
        return self.term

    @property
    def audience_id(self) -> int:
        """Everybody."""
        return Audience.objects.public().pk

    @property
    def address(self) -> str:
        """Where it is explained."""
        return f"{reverse('glossary:index')}#{self.slug}"

    @property
    def meaning(self) -> str:
        """The expansion as it stands within a sentence; a name, as "Government Office", keeps its capitals."""
        first, rest = self.expansion[:1], self.expansion[1:]
        return self.expansion if rest != rest.lower() else first.lower() + rest

    @property
    def spellings(self) -> list[str]:
        """All ways to write it, its own first."""
        return list(dict.fromkeys(words for words in (self.term, self.expansion, *self.aliases) if words))

    def wordings(self) -> Iterator[Wording]:
        """The spellings as texts are searched for them. The meaning goes with those that do not say it themselves."""
        for words in self.spellings:
            is_short = words == self.term or any(map(is_abbreviation, words.split()))
            yield Wording(words, self.address, self.meaning if is_short and words != self.expansion else "")

    def clean(self) -> None:
        """Refuse what would make two terms claim one word, or the list too long. Source: django.db.models.Model."""
        problems = [*_problems_of(self.aliases), *self._taken()]
        if problems:
            raise ValidationError({"aliases": problems})
        if self._state.adding and Term.objects.count() >= MOST_TERMS:
            raise ValidationError(_("The glossary is full: it holds %s terms. Take one out first.") % MOST_TERMS)

    def _taken(self) -> list[str]:
        mine = {words.casefold() for words in self.spellings}
        return [
            _("“%(words)s” already belongs to “%(term)s”.") % {"words": words, "term": other.term}
            for other in Term.objects.exclude(pk=self.pk)
            for words in other.spellings
            if words.casefold() in mine
        ]


def _problems_of(aliases: Any) -> Iterator[str]:
    if len(aliases) > MOST_ALIASES:
        yield _("Write at most %s of them.") % MOST_ALIASES
    if wrong := [words for words in aliases if not SHORTEST <= len(words) <= LONGEST_LINE]:
        lengths = {"words": get_text_list(wrong[:3], _("and")), "least": SHORTEST, "most": LONGEST_LINE}
        yield _("Each has between %(least)s and %(most)s characters: %(words)s.") % lengths
