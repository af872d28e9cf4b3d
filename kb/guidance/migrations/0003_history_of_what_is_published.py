"""What was published before there was a history gets its first line, the date readers see, and a first review."""

from datetime import timedelta
from typing import Any

from django.db import migrations

A_YEAR = timedelta(days=365)


def begin_history(apps: Any, schema_editor: Any) -> None:
    change = apps.get_model("changes", "Change")
    for kind, name in (("guidance", "GuidancePage"), ("annex", "AnnexPage")):
        model = apps.get_model("guidance", name)
        for page in model.objects.filter(first_published_at__isnull=False, alias_of__isnull=True):
            facts: dict[str, Any] = {"changed_at": page.last_published_at}
            if kind == "guidance":
                reviewed = page.last_published_at.date()
                facts |= {"reviewed_on": reviewed, "next_review_on": reviewed + A_YEAR, "looked_after_by_id": page.owner_id}
            model.objects.filter(pk=page.pk).update(**facts)
            change.objects.create(
                key=f"{kind}:{page.pk}",
                kind="first",
                at=page.first_published_at,
                revision_id=page.live_revision_id,
                audience_id=page.audience_id,
            )


class Migration(migrations.Migration):
    dependencies = [("guidance", "0002_what_happens_after_publishing"), ("changes", "0001_initial")]
    operations = [migrations.RunPython(begin_history, migrations.RunPython.noop)]
