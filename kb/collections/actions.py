"""Making collections and step-by-steps from files that name pages by their addresses."""

import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction

from kb.collections.models import CollectionIndexPage, CollectionPage, CuratedPage, StepByStepPage
from kb.guidance.models import GuidancePage
from kb.themes.models import Theme
from richtext.markdown import render_markdown


def add_collections(path: Path) -> list[CuratedPage]:
    """Publish the collections of a file that the site does not have. Returns those that were made."""
    return _add(CollectionPage, "groups", "group", path)


def add_steps(path: Path) -> list[CuratedPage]:
    """Publish the step-by-steps of a file that the site does not have. Returns those that were made."""
    return _add(StepByStepPage, "steps", "step", path)


@transaction.atomic
def _add(model: type[CuratedPage], field: str, block: str, path: Path) -> list[CuratedPage]:
    """What is there stays as it is, so that this may be repeated.

    Raises `LookupError` when the file names a page or a theme that is not there; then nothing was made.
    """
    index = CollectionIndexPage.objects.get()
    known = set(index.get_children().values_list("slug", flat=True))
    new = [row for row in json.loads(path.read_text()) if row["slug"] not in known]
    made = []
    for row in new:
        page = model(title=row["title"], slug=row["slug"], summary=row["summary"], live=False)
        setattr(page, field, [_stored(block, part) for part in row[field]])
        page.themes = list(_named(Theme, "code", row["themes"]).values())
        index.add_child(instance=page)
        page.save_revision().publish()
        made.append(model.objects.get(pk=page.pk))
    return made


def _stored(block: str, part: dict[str, Any]) -> dict[str, Any]:
    """A group or step in the stored form."""
    pages = [page.pk for page in _named(GuidancePage, "slug", part["pages"]).values()]
    text = {"text": render_markdown(part["text"])} if "text" in part else {}
    return {"type": block, "value": {"heading": part["heading"], "pages": pages, **text}, "id": str(uuid.uuid4())}


def _named(model: Any, field: str, names: Iterable[str]) -> dict[str, Any]:
    """The rows of these names, in the order of the names."""
    names = list(names)
    found = {getattr(row, field): row for row in model.objects.filter(**{f"{field}__in": names})}
    if missing := [name for name in names if name not in found]:
        raise LookupError(f"There is no {model._meta.verbose_name} with the {field} {', '.join(missing)}.")
    return {name: found[name] for name in names}
