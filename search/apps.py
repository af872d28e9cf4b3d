"""The app of this room."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Connects the catalogue to the rooms; what is findable is registered by the rooms themselves."""

    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from wagtail.models import (
            ModelLogEntry,
            PageLogEntry,
            PageSubscription,
            ReferenceIndex,
            Revision,
            TaskState,
            WorkflowState,
        )

        from files.models import SiteDocument, SiteImage
        from members.models import AccessEpoch
        from search import checks, freshness, sources  # noqa: F401
        from search.models import ContentChange, PendingEntry

        freshness.quiet(ContentChange, PendingEntry, AccessEpoch)
        freshness.quiet(Revision, TaskState, WorkflowState, PageLogEntry, ModelLogEntry, ReferenceIndex, PageSubscription)

        sources.exclude(SiteDocument, "read on the page it is attached to; found by itself once its text is extracted")
        sources.exclude(SiteImage, "seen on the page that shows it")
