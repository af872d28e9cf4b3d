"""Every component has samples, and every state of every component can be used by everybody, in both schemes."""

import importlib
from dataclasses import replace

import pytest

from config.gallery import urls
from config.gallery.views import SAMPLES, names_of_files
from config.settings import application
from tests.browser import looking
from tests.browser.kinds import GALLERY, NARROW, PAGE_HEIGHT, WIDE

# The same component stands there several times, and so do the landmarks in it.
TOLD_APART_ELSEWHERE = ("landmark-unique", "landmark-no-duplicate-contentinfo", "landmark-contentinfo-is-top-level")


def test_every_component_has_a_sample():
    assert sorted(SAMPLES) == list(names_of_files())


def test_every_state_has_a_name_of_its_own():
    for component, samples in SAMPLES.items():
        states = [sample.state for sample in samples]
        assert len(states) == len(set(states)), component


def test_production_has_no_gallery(monkeypatch):
    monkeypatch.setattr(application, "ENV", replace(application.ENV, name="production"))
    try:
        assert importlib.reload(urls).urlpatterns == []
    finally:
        monkeypatch.undo()
        importlib.reload(urls)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_state_can_be_used_by_everybody(new_page, base_url, width):
    page = new_page(width=width)
    with looking.listening(page) as complaints:
        assert GALLERY.open(page, base_url) == GALLERY.status
    assert complaints == []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert looking.barriers(page, except_for=TOLD_APART_ELSEWHERE) == []
    assert looking.overflows(page) == []
    assert looking.small_targets(page) == []
    assert looking.faults_of_headings(page) == []


def test_every_state_can_be_printed(new_page, base_url):
    page = new_page(width=WIDE, height=PAGE_HEIGHT, color_scheme="dark")
    GALLERY.open(page, base_url)
    page.emulate_media(media="print")
    assert looking.paper(page) == "rgb(255, 255, 255)"
    withdrawn = page.locator(".px-withdrawn")
    assert withdrawn.count() == withdrawn.filter(visible=True).count() > 0
