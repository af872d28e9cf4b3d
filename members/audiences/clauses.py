"""The algebra of audiences: a conjunction of clauses, each clause an any-of set of scopes.

Plain values without a database. The canonical form makes equal rules equal values: order and repetition are gone,
and a clause that another one implies is dropped.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from members.audiences.scopes import SiteRole, role, split

ADMINISTRATOR = role(SiteRole.ADMINISTRATOR)
Clause = frozenset[str]


@dataclass(frozen=True)
class Clauses:
    """An audience as a value. No clauses at all means everybody, signed in or not. Build it with `Clauses.of`."""

    members: frozenset[Clause]

    @classmethod
    def of(cls, clauses: Iterable[Iterable[str]]) -> "Clauses":
        """The canonical form. Administrators are in every clause; raises `ValueError` for a word that is no scope."""
        full = {frozenset(clause) | {ADMINISTRATOR} for clause in clauses}
        for clause in full:
            for word in clause:
                split(word)
        return cls(frozenset(clause for clause in full if not any(other < clause for other in full)))

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Clause]:
        return iter(self.members)

    def __and__(self, other: "Clauses") -> "Clauses":
        """Those who are in both audiences."""
        return Clauses.of([*self.members, *other.members])

    def admitting(self, scopes: Iterable[str]) -> "Clauses":
        """The same audience with these scopes let through every clause."""
        extra = frozenset(scopes)
        return Clauses.of(clause | extra for clause in self.members)

    def satisfied_by(self, scopes: Collection[str]) -> bool:
        """Whether somebody who holds these scopes belongs to the audience."""
        held = frozenset(scopes)
        return all(clause & held for clause in self.members)

    def implies(self, other: "Clauses") -> bool:
        """Whether everybody in this audience is in the other one too: this one is the same or narrower."""
        return all(any(mine <= theirs for mine in self.members) for theirs in other.members)

    def as_lists(self) -> list[list[str]]:
        """The form that is stored: sorted lists of words."""
        return sorted(sorted(clause) for clause in self.members)

    @property
    def digest(self) -> str:
        """A fixed-length name of this audience, the same on every machine."""
        return hashlib.sha256(json.dumps(self.as_lists()).encode()).hexdigest()

    @property
    def is_public(self) -> bool:
        """Whether everybody may see what has this audience."""
        return not self.members

    def __str__(self) -> str:
        return " AND ".join("(" + " OR ".join(clause) + ")" for clause in self.as_lists()) or "public"


PUBLIC = Clauses.of([])
CLOSED = Clauses.of([[]])
