"""The page that shows all components."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from config.environment import BASE_DIR
from config.gallery import documents, forms, frame, lists
from config.gallery.sample import FOLDER, Sample

COMPONENTS = BASE_DIR / "templates" / FOLDER
SAMPLES = {**frame.SAMPLES, **documents.SAMPLES, **lists.SAMPLES, **forms.SAMPLES}
HEADER = re.compile(r"\{#\s*(.*?)\s*#\}", re.DOTALL)


@dataclass(frozen=True)
class Component:
    """A component of the gallery: its name, what its header says, and its samples."""

    name: str
    says: str
    samples: tuple[Sample, ...]

    @property
    def anchor(self) -> str:
        return self.name.replace("/", "-")


def components() -> list[Component]:
    """All there are, by name."""
    return [
        Component(name, _header(name), tuple(replace(sample, component=name) for sample in SAMPLES[name]))
        for name in sorted(SAMPLES)
    ]


def names_of_files() -> Iterable[str]:
    """Every component that has a template."""
    return sorted(str(file.relative_to(COMPONENTS).with_suffix("")) for file in COMPONENTS.rglob("*.html"))


def _header(name: str) -> str:
    found = HEADER.match((COMPONENTS / f"{name}.html").read_text())
    return found[1] if found else ""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states."""
    crumbs = [{"label": _("Home"), "address": "/"}, {"label": _("Components")}]
    return render(request, "gallery/index.html", {"components": components(), "crumbs": crumbs})
