"""The app of this room."""

from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    """Makes terms findable."""

    name = "kb.glossary"
    label = "glossary"
    verbose_name = "Glossary"

    def ready(self) -> None:
        from kb.glossary.entries import TermSource
        from search import sources

        sources.register(TermSource())
