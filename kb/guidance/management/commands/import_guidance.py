"""`manage.py import_guidance PATH…`: bring files in as guidance."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from kb.guidance.actions import Filing, Outcome, import_document
from kb.guidance.importing.documents import CannotImport, ImportedDocument
from kb.guidance.importing.files import documents_in, expand
from kb.guidance.models import GuidanceIndexPage
from kb.themes.models import Theme


class Command(BaseCommand):
    """Makes guidance of text, Markdown, HTML and JSON-lines files. Headings become chapters with addresses."""

    help = (
        "Import .txt, .md, .html, .jsonl and .jsonl.gz files (or folders of them) as guidance: drafts, unless --publish. "
        "A file that was imported before makes a new revision only if it changed. "
        "Exit code 0 when everything was imported, 1 when something was not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Source: BaseCommand."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--publish", action="store_true", help="publish at once; needs --theme")
        parser.add_argument(
            "--theme", action="append", default=[], metavar="SLUG", help="file under this theme; may be repeated"
        )
        parser.add_argument("--dry-run", action="store_true", help="only read the files and say what is in them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Source: BaseCommand."""
        themes = self._themes(options["theme"])
        if options["publish"] and not themes:
            raise CommandError("--publish needs at least one --theme: published guidance is filed under a theme.")
        counts: Counter[str] = Counter()
        for item in self._documents(options["paths"]):
            if not isinstance(item, ImportedDocument):
                counts["failed"] += self._report(*item)
            elif options["dry_run"]:
                counts["readable"] += self._describe(item)
            else:
                counts[self._import(item, themes, publish=options["publish"])] += 1
        self.stdout.write(", ".join(f"{n:,} {what}" for what, n in sorted(counts.items())) or "Nothing to import.")
        if counts["failed"]:
            raise CommandError(f"{counts['failed']:,} could not be imported; the reasons are above.", returncode=1)

    def _documents(self, paths: list[Path]) -> Iterator[ImportedDocument | tuple[str, CannotImport]]:
        bar = tqdm(desc="Importing", unit=" pages", file=sys.stderr, disable=None)
        with bar:
            for path in expand(paths):
                for item in documents_in(path):
                    yield item
                    bar.update()

    def _import(self, document: ImportedDocument, themes: tuple[Theme, ...], *, publish: bool) -> str:
        try:
            outcome, page = import_document(document, Filing(self._index, themes), publish=publish)
        except CannotImport as refusal:
            self._report(document.identity, refusal)
            return "failed"
        if outcome is Outcome.DRAFTED:
            self.stdout.write(f"{document.identity}: {outcome} ({page.title})")
        return outcome.name.lower()

    def _describe(self, document: ImportedDocument) -> int:
        chapters = "; ".join(part.heading for part in document.parts)
        self.stdout.write(f"{document.identity}: “{document.title}”, {len(document.parts)} chapters: {chapters}")
        return 1

    def _report(self, where: str, refusal: CannotImport) -> int:
        self.stderr.write(f"{where}: {refusal}.")
        return 1

    @property
    def _index(self) -> GuidanceIndexPage:
        index = GuidanceIndexPage.objects.first()
        if index is None:
            raise CommandError("There is no guidance list yet: run 'manage.py set_up' first.")
        return index

    @staticmethod
    def _themes(slugs: list[str]) -> tuple[Theme, ...]:
        found = {theme.slug: theme for theme in Theme.objects.filter(slug__in=slugs)}
        if missing := [slug for slug in slugs if slug not in found]:
            known = ", ".join(Theme.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no theme '{missing[0]}'. Themes: {known or 'none yet; run set_up first'}.")
        return tuple(found[slug] for slug in slugs)
