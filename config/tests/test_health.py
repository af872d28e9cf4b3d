"""What supervisors are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from notices.mail.actions import enqueue
from notices.mail.models import OutgoingMail

pytestmark = pytest.mark.django_db


def test_mail_that_does_not_leave_is_told_without_details(site, client):
    site.settle()
    enqueue(to="ada@example.org", event="test:1", subject="Words", text="Words.")
    assert client.get("/readyz").content == b"ok"
    OutgoingMail.objects.update(not_before=timezone.now() - timedelta(minutes=16))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready: mail")


def test_an_index_that_is_missing_is_told(db, client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"search" in answer.content


def test_live_needs_no_database(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200
