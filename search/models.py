"""The catalogue: one row per findable thing, what it cites, and what is waiting to be derived or indexed."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.audiences.access import AudienceQuerySetMixin
from members.audiences.clauses import Clauses
from members.audiences.levels import Level, level_of
from members.models import Audience
from search import sources

KEY_LENGTH = 100
WAITING = Q(version__gt=F("indexed_version"))


class EntryQuerySet(AudienceQuerySetMixin, models.QuerySet["Entry"]):
    """Reads of the catalogue. Lists shown to people start with `visible_to(viewer)`."""

    def visible_to(self, viewer: Any) -> Self:
        """Only what this viewer may see, now; never what has left. Source: AudienceQuerySetMixin."""
        return super().visible_to(viewer).filter(is_gone=False)

    def waiting(self) -> Self:
        """The outbox: rows the engine does not hold in their present version."""
        return self.filter(WAITING)

    def carrying(self, facet: str, value: str) -> Self:
        """Rows with this facet value, to be listed in the order of the facet's own index."""
        rows = self.filter(facets__facet=facet, facets__value=value)
        return rows.annotate(listed_at=F("facets__updated_at"), listed_id=F("facets__entry_id"))


class Entry(models.Model):
    """One findable thing, derived from the stored, live row of its room. Nobody edits it; see `search.catalogue`.

    `version` is in milliseconds since 1970 and only rises; the row waits for the engine while it is above
    `indexed_version`. A row that `is_gone` stays as a tombstone so that the engine forgets it too.
    `narrowed` means: until the engine has caught up, queries must leave this key out.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    kind = models.CharField(max_length=30)
    address = models.CharField(max_length=500)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    sections = models.JSONField(default=list)
    labels = models.JSONField(default=dict)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    visible_from = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    weight = models.FloatField(default=1.0)
    is_withdrawn = models.BooleanField(default=False)
    content_digest = models.CharField(max_length=64)
    version = models.BigIntegerField()
    indexed_version = models.BigIntegerField(default=0)
    narrowed = models.BooleanField(default=False)
    is_gone = models.BooleanField(default=False)

    objects: ClassVar = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("catalogue entry")
        verbose_name_plural = _("catalogue entries")
        indexes: ClassVar = [
            models.Index(fields=["-updated_at", "-id"], name="entry_newest"),
            models.Index(fields=["kind", "-updated_at", "-id"], name="entry_newest_of_kind"),
            models.Index(fields=["version"], name="entry_outbox", condition=WAITING),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(version__gte=F("indexed_version")), name="engine_is_never_ahead")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(sources.label_of_kind(self.kind))

    @property
    def clauses(self) -> Clauses:
        """Who may see it, as a value. Needs `audience` selected."""
        return self.audience.as_clauses()

    @property
    def level(self) -> Level:
        """Who may see it, in words. Needs `audience` selected."""
        return level_of(self.clauses)


class EntryFacet(models.Model):
    """One value of one facet of an entry. Carries the entry's time so that a list by facet is one index range."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=30)
    value = models.CharField(max_length=60)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "facet", "value"], name="facet_value_once")]
        indexes: ClassVar = [models.Index(fields=["facet", "value", "-updated_at", "-entry"], name="entry_by_facet")]

    def __str__(self) -> str:
        return f"{self.facet}:{self.value}"


class Citation(models.Model):
    """That one thing cites another (or a part of it), by key."""

    from_key = models.CharField(max_length=KEY_LENGTH)
    to_key = models.CharField(max_length=KEY_LENGTH)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["from_key", "to_key"], name="citation_once")]
        indexes: ClassVar = [models.Index(fields=["to_key"], name="cited_by")]

    def __str__(self) -> str:
        return f"{self.from_key} → {self.to_key}"


class ContentChange(models.Model):
    """One row for each write after which some reader may be shown something else; see `search.freshness`.

    Rows and not a counter: writers of a counter would wait for one another, and could block each other for good.
    """

    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.pk)


class PendingEntry(models.Model):
    """A key whose row must be derived anew: written with the change itself, so a killed process forgets nothing."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    marked_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.key
