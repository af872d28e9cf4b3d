"""Every page keeps to the content security policy, and no script fails, wherever links lead."""

import pytest
from django.test import Client

from members.models import User
from tests.browser import looking
from tests.browser.crawling import walk
from tests.browser.kinds import NARROW, PRACTITIONER, WIDE

ENOUGH = 200
FORBIDDEN = "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">Out of line</p>')"


def _reachable(reader):
    """Every page that links lead this reader to."""
    browser = Client()
    if reader:
        browser.force_login(User.objects.get(email=reader))
    met = walk(lambda address: browser.get(address).content.decode(), pages=ENOUGH)
    return [address for address, _ in met if not address.startswith("/files/")]


def _visit(page, addresses, *looks):
    """What the browser complains of, and what is seen by each look, when all of these are opened one after the other."""
    with looking.listening(page) as complaints:
        for address in addresses:
            assert page.goto(address).status == 200, address
            complaints += [f"{address}: {fault}" for look in looks for fault in look(page)]
    return complaints


def test_no_public_page_breaks_the_policy_or_a_script(new_page):
    addresses = _reachable("")
    assert len(addresses) > 50
    assert _visit(new_page(), addresses) == []


def test_no_page_for_practitioners_breaks_the_policy_or_a_script(new_page):
    public = set(_reachable(""))
    theirs = [address for address in _reachable(PRACTITIONER) if address not in public]
    assert "/guidance/handling-restricted-briefing-papers/" in theirs
    assert _visit(new_page(PRACTITIONER), ["/", *theirs]) == []


def test_what_the_policy_forbids_is_noticed(new_page):
    page = new_page()
    page.goto("/themes/")
    with looking.listening(page) as complaints, page.expect_console_message():
        page.evaluate(FORBIDDEN)
    assert len(complaints) == 1
    assert "Content Security Policy" in complaints[0]


@pytest.mark.slow
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("reader", ["", PRACTITIONER], ids=["anybody", "practitioner"])
def test_no_page_at_all_has_a_barrier(new_page, reader, width):
    looks = looking.barriers, looking.overflows, looking.small_targets, looking.faults_of_headings
    assert _visit(new_page(reader, width=width), _reachable(reader), *looks) == []
