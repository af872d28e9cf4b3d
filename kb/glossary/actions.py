"""Taking terms over from a file."""

import json
from pathlib import Path

from django.db import transaction

from kb.glossary.models import Term

FIELDS = ("slug", "term", "expansion", "explanation", "aliases")


@transaction.atomic
def load_terms(path: Path) -> int:
    """Add the terms of a file that the glossary does not have; what is there stays as it is. Returns how many were added.

    Raises `ValidationError` when a term of the file cannot stand beside the others; then nothing was added.
    """
    known = set(Term.objects.values_list("slug", flat=True))
    new = [Term(**{name: row[name] for name in FIELDS}) for row in json.loads(path.read_text()) if row["slug"] not in known]
    for term in new:
        term.full_clean()
        term.save()
    return len(new)
