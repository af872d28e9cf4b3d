"""The default engine: Tantivy, in a folder of the site's own data.

Each entry is one document to find, and each of its sections one document to point at. Sections are only ever looked
at for entries already found, so totals and facets count entries.
"""

import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import tantivy
from django.conf import settings

from search.engines import EngineQuery, EngineResult, EngineUnavailable
from search.engines.analysis import ANALYZER, analyzer
from search.engines.documents import SCHEMA, documents_of
from search.engines.reading import Reading
from search.models import Entry

WRITER_HEAP_BYTES = 32_000_000
POINTER = "current"


class EmbeddedEngine:
    """Tantivy in `settings.SEARCH_INDEX_DIR`: a file `current` names the folder of the live index.

    Any process may read. Writers take turns (`search.worker` holds a lock), each opening the index anew, so a
    rebuild by another process is followed at the next batch.
    """

    def __init__(self) -> None:
        self._index: tantivy.Index | None = None
        self._opened: tuple[str, int] = ("", 0)

    def index(self, entries: Iterable[Entry]) -> None:
        """Source: Engine."""
        self._write(entries, [])

    def delete(self, keys: Iterable[str]) -> None:
        """Source: Engine."""
        self._write([], keys)

    def search(self, query: EngineQuery) -> EngineResult:
        """Source: Engine."""
        return Reading(self._fresh()).search(query)

    def versions(self) -> Iterator[tuple[str, int]]:
        """Source: Engine."""
        return Reading(self._fresh()).versions()

    def is_ready(self) -> bool:
        """Source: Engine."""
        try:
            self._fresh()
        except EngineUnavailable:
            return False
        return True

    def rebuild(self, entries: Iterable[Entry], swapping: AbstractContextManager[None]) -> None:
        """Source: Engine. The old folder goes once the new one is in place; readers that have it open keep their files."""
        folder = self._root() / f"index-{uuid.uuid4().hex[:12]}"
        folder.mkdir(parents=True)
        _add(_registered(tantivy.Index(SCHEMA, path=str(folder))), entries, [])
        with swapping:
            pointer = self._root() / f"{POINTER}.new"
            pointer.write_text(folder.name)
            pointer.replace(self._root() / POINTER)
        for other in self._root().glob("index-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)

    def _write(self, entries: Iterable[Entry], keys: Iterable[str]) -> None:
        _add(_registered(self._open(self._live_folder())), entries, keys)

    def _fresh(self) -> tantivy.Index:
        """The live index with every commit that has happened: one `stat` tells whether there was another."""
        folder = self._live_folder()
        try:
            stamp = (folder.name, (folder / "meta.json").stat().st_mtime_ns)
        except OSError as error:
            raise EngineUnavailable(f"no index in {folder}") from error
        if self._index is None or self._opened[0] != stamp[0]:
            self._index = _registered(self._open(folder))
        elif self._opened != stamp:
            self._reload(self._index)
        self._opened = stamp
        return self._index

    def _live_folder(self) -> Path:
        try:
            return self._root() / (self._root() / POINTER).read_text().strip()
        except OSError as error:
            raise EngineUnavailable(f"no index in {self._root()}") from error

    @staticmethod
    def _root() -> Path:
        return Path(settings.SEARCH_INDEX_DIR)

    @staticmethod
    def _open(folder: Path) -> tantivy.Index:
        try:
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
            index.reload()
        except ValueError as error:
            raise EngineUnavailable(str(error)) from error
        if index.schema != SCHEMA:
            raise EngineUnavailable("the index was made by another version of the site; it is being rebuilt")
        return index

    @staticmethod
    def _reload(index: tantivy.Index) -> None:
        try:
            index.reload()
        except ValueError as error:
            raise EngineUnavailable(str(error)) from error


def _registered(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(ANALYZER, analyzer())
    return index


def _add(index: tantivy.Index, entries: Iterable[Entry], keys: Iterable[str]) -> None:
    """One commit: forget these keys, hold these rows."""
    writer = index.writer(WRITER_HEAP_BYTES, 1)
    try:
        for key in keys:
            writer.delete_documents_by_term("owner", key)
        for entry in entries:
            writer.delete_documents_by_term("owner", entry.key)
            for document in documents_of(entry):
                writer.add_document(document)
        writer.commit()
    finally:
        writer.wait_merging_threads()
