"""`manage.py import_guidance PATH…`: bring files in as guidance."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from kb.guidance.actions import Filing, Outcome, foresee, import_document
from kb.guidance.importing.documents import CannotImport, ImportedDocument
from kb.guidance.importing.files import Read, documents_in, expand
from kb.guidance.models import GuidanceIndexPage
from kb.themes.models import Theme
from richtext.plain import one_line

LONGEST_LINE = 500


class Command(BaseCommand):
    """Makes guidance of text, Markdown, HTML and JSON-lines files. Headings become chapters with addresses."""

    help = (
        "Import .txt, .md, .html, .jsonl and .jsonl.gz files (or folders of them) as guidance: drafts, unless --publish. "
        "What was imported before (same 'id' of a line, or same file name) makes a new revision only if it changed; a "
        "page that was edited on the site since keeps its text and gets the new one as a draft. "
        "Exit code 0 when everything was imported, 1 when something was not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Source: BaseCommand."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--publish", action="store_true", help="publish at once; needs --theme")
        parser.add_argument(
            "--theme",
            action="append",
            default=[],
            metavar="SLUG",
            help="file new guidance under this theme; may be repeated",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing, only say what would become of each file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Source: BaseCommand."""
        themes = _themes(options["theme"])
        publish: bool = options["publish"]
        if publish and not themes:
            raise CommandError("--publish needs at least one --theme: published guidance is filed under a theme.")
        filing = None if options["dry_run"] else Filing(_index(), themes)
        counts: Counter[str] = Counter()
        for item in _each_once(_with_progress(options["paths"])):
            counts[self._taken(item, filing, publish=publish)] += 1
        self.stdout.write(", ".join(f"{count:,} {what}" for what, count in sorted(counts.items())))
        if counts["failed"]:
            raise CommandError(f"{counts['failed']:,} could not be imported; the reasons are above.")

    def _taken(self, item: Read, filing: Filing | None, *, publish: bool) -> str:
        """What became of one document, or without `filing` would become of it, in a word."""
        if not isinstance(item, ImportedDocument):
            return self._failed(*item)
        try:
            if filing is None:
                return self._foreseen(item, foresee(item, publish=publish))
            return self._imported(item, import_document(item, filing, publish=publish)[0])
        except CannotImport as refusal:
            return self._failed(item.identity, refusal)

    def _imported(self, document: ImportedDocument, outcome: Outcome) -> str:
        if outcome is Outcome.DRAFTED:
            self._say(f"{document.identity}: {outcome} (“{document.title}”)")
        return outcome.name.lower()

    def _foreseen(self, document: ImportedDocument, outcome: Outcome) -> str:
        parts = "; ".join(part.heading for part in document.parts)
        divided = f"; chapters and annexes ({len(document.parts)}): {parts}" if parts else ""
        self._say(f"{document.identity}: “{document.title}” would be {outcome}{divided}")
        return f"would be {outcome.name.lower()}"

    def _failed(self, where: str, refusal: CannotImport) -> str:
        with tqdm.external_write_mode(file=sys.stderr):
            self.stderr.write(one_line(f"{where}: {refusal}", LONGEST_LINE).rstrip(".") + ".")
        return "failed"

    def _say(self, line: str) -> None:
        with tqdm.external_write_mode(file=sys.stdout):
            self.stdout.write(line)


def _with_progress(paths: list[Path]) -> Iterator[Read]:
    """All that is in these files, counted on a bar where somebody looks on."""
    with tqdm(desc="Importing", unit=" pages", file=sys.stderr, disable=None) as bar:
        for path in expand(paths):
            for item in documents_in(path):
                yield item
                bar.update()


def _each_once(items: Iterator[Read]) -> Iterator[Read]:
    """A second document of the same name in one run would silently replace the first: it is refused."""
    seen: set[str] = set()
    for item in items:
        if isinstance(item, ImportedDocument) and item.identity in seen:
            yield item.identity, CannotImport("another document with this id or file name came before it. Rename one")
        else:
            yield item
        if isinstance(item, ImportedDocument):
            seen.add(item.identity)


def _index() -> GuidanceIndexPage:
    index = GuidanceIndexPage.objects.first()
    if index is None:
        raise CommandError("There is no guidance list yet: run 'manage.py set_up' first.")
    return index


def _themes(slugs: list[str]) -> tuple[Theme, ...]:
    found = {theme.slug: theme for theme in Theme.objects.filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in found]:
        known = ", ".join(Theme.objects.values_list("slug", flat=True))
        raise CommandError(f"There is no theme '{missing[0]}'. Themes: {known or 'none yet; run set_up first'}.")
    return tuple(found[slug] for slug in dict.fromkeys(slugs))
