"""Each distinct audience stored once, with an id that content, catalogue and index carry."""

from collections.abc import Collection
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Count, F, Q

from members.audiences.clauses import PUBLIC, Clauses


class AudienceQuerySet(models.QuerySet["Audience"]):
    """Reads of audiences."""

    def satisfied_by(self, scopes: Collection[str]) -> "AudienceQuerySet":
        """The audiences somebody holding these scopes belongs to: those with a held scope in every clause."""
        # An empty list would be "nothing at all" to Django; whoever holds no scope still belongs to the public.
        words = [*scopes] or [""]
        held = Count("scopes__clause", filter=Q(scopes__scope__in=words), distinct=True)
        return self.alias(clauses_met=held).filter(clauses_met=F("clause_count"))


class AudienceManager(models.Manager["Audience"]):
    """Stores clauses under their canonical form."""

    def get_queryset(self) -> AudienceQuerySet:
        return AudienceQuerySet(self.model, using=self._db)

    def satisfied_by(self, scopes: Collection[str]) -> AudienceQuerySet:
        return self.get_queryset().satisfied_by(scopes)

    def store(self, clauses: Clauses) -> "Audience":
        """The one row for these clauses, made when it is new. A new audience makes every cached viewer stale."""
        if audience := self.filter(digest=clauses.digest).first():
            return audience
        with transaction.atomic():
            audience, created = self.get_or_create(
                digest=clauses.digest, defaults={"clauses": clauses.as_lists(), "clause_count": len(clauses)}
            )
            if created:
                AudienceScope.objects.bulk_create(
                    AudienceScope(audience=audience, clause=number, scope=scope)
                    for number, clause in enumerate(clauses.as_lists())
                    for scope in clause
                )
                AccessEpoch.raise_()
        return audience

    def public(self) -> "Audience":
        """The audience of everybody. Asked for by its digest, so there is no number to keep in step."""
        return self.store(PUBLIC)


class Audience(models.Model):
    """A conjunction of clauses in canonical form. Rows are never changed; see `members.audiences.clauses`."""

    digest = models.CharField(max_length=64, unique=True)
    clauses = models.JSONField()
    clause_count = models.PositiveSmallIntegerField()

    objects: ClassVar[AudienceManager] = AudienceManager()

    def __str__(self) -> str:
        return str(self.as_clauses())

    def as_clauses(self) -> Clauses:
        """The stored clauses as a value to reckon with."""
        return Clauses.of(self.clauses)


class AudienceScope(models.Model):
    """One scope of one clause, so that the database can answer which audiences a person satisfies."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="scopes")
    clause = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["audience", "clause", "scope"], name="one_scope_per_clause"),
        ]
        indexes: ClassVar = [models.Index(fields=["scope", "audience"], name="audience_by_scope")]

    def __str__(self) -> str:
        return self.scope


class AccessEpoch(models.Model):
    """One row whose value rises when any cached viewer may be stale: a new audience, a moved organisation.

    A row and not a maximum of ids: its lock orders the transactions that raise it, so no reader can see a later
    value and miss an earlier audience.
    """

    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def raise_(cls) -> None:
        """Make every cached viewer stale, as part of the running transaction."""
        if not cls.objects.filter(pk=1).update(value=F("value") + 1):
            cls.objects.create(pk=1, value=1)

    @classmethod
    def lock(cls) -> None:
        """Wait for, and hold off, every other transaction that changes who may see what, until this one ends."""
        cls.objects.select_for_update().filter(pk=1).first()

    @classmethod
    def current(cls) -> int:
        """The present value; 0 before anything was stored."""
        return cls.objects.filter(pk=1).values_list("value", flat=True).first() or 0
