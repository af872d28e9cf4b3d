"""The app of this room."""

from django.apps import AppConfig


class CollectionsConfig(AppConfig):
    """Makes collections and step-by-steps findable."""

    name = "kb.collections"
    label = "collections"
    verbose_name = "Collections"

    def ready(self) -> None:
        from kb.collections import entries
        from kb.collections.models import CollectionIndexPage
        from search import sources

        sources.register(entries.CollectionSource())
        sources.register(entries.StepByStepSource())
        sources.exclude(CollectionIndexPage, "a list of what is findable itself")
