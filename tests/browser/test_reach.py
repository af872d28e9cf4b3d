"""A1: all guidance is within three clicks of the front page."""

import pytest
from django.test import Client

from kb.guidance.models import GuidancePage
from members.models import User
from tests.browser.crawling import walk
from tests.browser.kinds import PRACTITIONER, REGIONAL_LEAD

CLICKS = 3


def _browser_of(reader):
    browser = Client()
    if reader:
        browser.force_login(User.objects.get(email=reader))
    return browser


@pytest.mark.parametrize("reader", ["", PRACTITIONER, REGIONAL_LEAD], ids=["anybody", "practitioner", "regional-lead"])
def test_a_reader_is_three_clicks_from_all_guidance_they_may_see(reader):
    browser = _browser_of(reader)
    reached = {address for address, _ in walk(lambda address: browser.get(address).content.decode(), clicks=CLICKS)}
    guidance = {page.get_url() for page in GuidancePage.objects.live()}
    theirs = {address for address in guidance if browser.get(address).status_code == 200}
    assert theirs
    assert theirs - reached == set()


def test_nobody_is_led_to_what_they_may_not_see():
    browser = _browser_of("")
    dead = []

    def read(address):
        answer = browser.get(address)
        if answer.status_code != 200:
            dead.append((address, answer.status_code))
        return answer.content.decode()

    for _ in walk(read):
        pass
    assert dead == []
