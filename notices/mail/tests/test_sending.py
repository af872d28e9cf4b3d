"""Security faults 12 and 13: what is written down is sent once, whatever the mail server does. A real server throughout."""

import smtplib
import socket
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, send_mail
from django.db import connection
from django.utils import timezone

from members.audiences import actions as audiences
from members.audiences.scopes import SiteRole
from notices.mail import actions, queue, transport, worker
from notices.mail.models import MailState, OutgoingMail
from notices.mail.tests.server import MailServer
from tests.builders import PRACTITIONERS

pytestmark = pytest.mark.django_db

SEND = transport._Connection.send


def write(to="reader@example.org", event="event:1", **words):
    actions.enqueue(to=to, event=event, **{"subject": "Subject", "text": "Words.\n", **words})
    return OutgoingMail.objects.latest("pk")


def states():
    return dict(OutgoingMail.objects.values_list("address", "state"))


def make_due():
    OutgoingMail.objects.filter(state=MailState.WAITING).update(not_before=timezone.now())


def test_a_mail_arrives_as_written_in_both_parts(outbox):
    mail = write(subject="Grüße – hello", text="One\n.\n..two\n.three", html="<p>One</p>\n.\n")
    assert worker.deliver() == 1
    (got,) = outbox.received
    assert got["Subject"] == "Grüße – hello"
    assert got["Message-ID"] == mail.message_id
    assert got["Auto-Submitted"] == "auto-generated"
    assert got.get_body(("plain",)).get_content().splitlines() == ["One", ".", "..two", ".three"]
    assert got.get_body(("html",)).get_content().splitlines() == ["<p>One</p>", "."]
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.SENT, 1)
    assert mail.sent_at is not None
    assert worker.deliver() == 0


def test_the_same_event_is_one_mail_however_often_and_however_spelt(outbox):
    write()
    write(to="READER@Example.org", text="Other words.")
    write(event="event:2")
    worker.deliver_all()
    assert outbox.recipients == {"reader@example.org": 2}


def test_many_mails_take_few_queries_and_one_connection(outbox, site, django_assert_max_num_queries):
    letters = [actions.Letter(to=f"p{n}@example.org", event="all", subject="S", text="T") for n in range(200)]
    with django_assert_max_num_queries(200 // 50):
        actions.enqueue_all(letters)
    assert worker.deliver() == worker.BATCH
    assert outbox.connections == 1
    worker.deliver_all()
    assert sum(outbox.recipients.values()) == len(outbox.recipients) == 200


@pytest.mark.parametrize("address", ["", "nobody", "a@b@c", "a b@example.org", "a@example.org\nBcc: b@example.org"])
def test_what_is_no_address_is_refused_at_once(address):
    with pytest.raises(Exception, match="valid email"):
        write(to=address)


@pytest.mark.parametrize("event", ["", "x" * 201])
def test_an_event_has_a_name(event):
    with pytest.raises(ValueError, match="name"):
        write(event=event)


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\u2028", "\x0b"])
def test_security_39_nothing_in_a_subject_becomes_a_header(outbox, ending):
    write(subject=f"Hello{ending}Bcc: thief@example.org{ending}{ending}Body")
    worker.deliver()
    assert set(outbox.recipients) == {"reader@example.org"}
    assert outbox.received[0]["Bcc"] is None
    assert outbox.received[0]["Subject"] == "Hello Bcc: thief@example.org Body"


def test_django_s_own_door_leads_to_the_outbox(outbox, site):
    user = site.person(SiteRole.MEMBER)
    with pytest.raises(ValueError, match="attachments"):
        EmailMessage("S", "T", None, ["x@example.org"], attachments=[("a.txt", b"a", "text/plain")]).send()
    send_mail("Subject", "Text", None, [user.email.upper(), "other@example.org"], html_message="<p>Text</p>")
    send_mail("Subject", "Text", None, [user.email])
    rows = OutgoingMail.objects.order_by("pk")
    assert [row.recipient for row in rows] == [user, None, user]
    assert rows[0].html == "<p>Text</p>"
    assert outbox.received == []
    worker.deliver_all()
    assert outbox.recipients == {user.email: 2, "other@example.org": 1}


def test_a_forgotten_password_is_a_row_in_the_request_and_a_mail_afterwards(outbox, site, client):
    user = site.person(SiteRole.MEMBER)
    assert client.post("/account/password/reset/", {"email": user.email}).status_code == 302
    assert outbox.received == []
    worker.deliver_all()
    assert "/reset/key/" in outbox.received[0].get_body(("plain",)).get_content()


def test_one_bad_address_never_blocks_the_others(outbox):
    for name in "abcdef":
        write(to=f"{name}@example.org")
    outbox.refuse = {"a@example.org": "550 no such user", "c@example.org": "451 try later"}
    outbox.reject = {"b@example.org": "554 not wanted", "e@example.org": "452 disk full"}
    worker.deliver_all()
    assert outbox.recipients == {"d@example.org": 1, "f@example.org": 1}
    failed, waiting = MailState.FAILED, MailState.WAITING
    found = states()
    assert [found[f"{name}@example.org"] for name in "abce"] == [failed, failed, waiting, waiting]
    reasons = dict(OutgoingMail.objects.values_list("address", "last_error"))
    assert reasons["a@example.org"] == "550 no such user"
    assert reasons["e@example.org"] == "452 disk full"


def test_a_mail_refused_for_now_is_tried_again_later_and_later_and_then_given_up(outbox, settings):
    settings.MAIL_MOST_ATTEMPTS = 4
    mail, pauses = write(), []
    outbox.refuse = {mail.address: "450 greylisted"}
    for _ in range(3):
        worker.deliver_all()
        mail.refresh_from_db()
        assert mail.state == MailState.WAITING
        pauses.append((mail.not_before - timezone.now()).total_seconds())
        assert worker.deliver() == 0
        make_due()
    assert all(0.7 * 60 * 2**n < pause < 1.3 * 60 * 2**n for n, pause in enumerate(pauses))
    worker.deliver_all()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.FAILED, 4, "450 greylisted")


def test_a_server_that_recovers_gets_what_waited(outbox):
    mail = write()
    outbox.reject = {mail.address: "421 shutting down"}
    worker.deliver_all()
    outbox.reject = {}
    make_due()
    worker.deliver_all()
    assert outbox.recipients == {mail.address: 1}


def test_while_the_server_is_down_nothing_counts_against_the_mail(outbox):
    for n in range(3):
        write(to=f"p{n}@example.org")
    outbox.stop()
    assert worker.deliver() == 0
    waiting = OutgoingMail.objects.filter(state=MailState.WAITING, attempts=0, not_before__gt=timezone.now())
    assert waiting.count() == 3
    assert "refused" in waiting[0].last_error.lower()
    outbox.start()
    make_due()
    worker.deliver_all()
    assert len(outbox.recipients) == 3


def test_a_slow_server_ends_the_turn_and_the_rest_is_handed_back(outbox, monkeypatch):
    monkeypatch.setattr(worker, "TURN_SECONDS", 0.3)
    for n in range(5):
        write(to=f"p{n}@example.org")
    outbox.slow = 0.2
    assert 1 <= worker.deliver() < 5
    assert not OutgoingMail.objects.filter(state=MailState.CLAIMED).exists()
    outbox.slow = 0
    make_due()
    worker.deliver_all()
    assert set(outbox.recipients.values()) == {1}
    assert len(outbox.recipients) == 5


def test_fault_11_no_answer_after_the_last_dot_is_held_and_not_repeated(outbox, monkeypatch):
    """The server takes the mail and says so too late: nobody here can know."""
    monkeypatch.setattr(transport, "TIMEOUT_SECONDS", 0.3)
    mail = write()
    outbox.slow = 1.0
    worker.deliver_all()
    mail.refresh_from_db()
    assert mail.state == MailState.IN_DOUBT
    make_due()
    assert worker.deliver() == 0


def test_a_connection_lost_before_the_last_dot_is_no_doubt(outbox, monkeypatch):
    """Nothing was sent, so it is simply tried again."""
    mail = write()

    def lose(connection, data):
        if b"Words" in (data if isinstance(data, bytes) else data.encode()):
            connection.close()
            raise smtplib.SMTPServerDisconnected("gone")
        SEND(connection, data)

    with monkeypatch.context() as patch:
        patch.setattr(transport._Connection, "send", lose)
        worker.deliver_all()
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
    make_due()
    worker.deliver_all()
    assert outbox.recipients == {mail.address: 1}


def test_a_worker_whose_lease_ended_stops_before_the_dot(outbox, monkeypatch):
    """Another has the row by then; the first one closes the connection, and the server drops what it has."""
    mail = write()
    hand_over = queue.hand_over

    def slowly(claim):
        OutgoingMail.objects.filter(pk=claim.pk).update(state=MailState.WAITING, claimed_at=None)
        assert [one.pk for one in queue.claim(10)] == [claim.pk]
        hand_over(claim)

    monkeypatch.setattr(queue, "hand_over", slowly)
    worker.deliver()
    assert outbox.received == []
    mail.refresh_from_db()
    assert mail.state == MailState.CLAIMED


def test_leases_end_for_rows_that_a_dead_worker_left(outbox, settings):
    mails = [write(to=f"p{n}@example.org") for n in range(2)]
    _first, second = queue.claim(10)
    queue.hand_over(second)
    queue.recover()
    assert set(states().values()) == {MailState.CLAIMED, MailState.HANDED_OVER}
    settings.MAIL_LEASE_SECONDS = -1
    queue.recover()
    assert states() == {mails[0].address: MailState.WAITING, mails[1].address: MailState.IN_DOUBT}


def test_an_answer_that_comes_after_all_settles_the_doubt(outbox, settings):
    write()
    (claim,) = queue.claim(1)
    queue.hand_over(claim)
    settings.MAIL_LEASE_SECONDS = -1
    queue.recover()
    queue.note_sent(claim)
    assert OutgoingMail.objects.get().state == MailState.SENT


def test_recipients_are_asked_again_when_the_mail_is_sent(outbox, site):
    page = site.guidance("Secret", audience=PRACTITIONERS)
    site.settle()
    people = [site.person(SiteRole.PRACTITIONER) for _ in range(5)]
    for person in people:
        write(to=person, key=f"guidance:{page.pk}#part", subject="Secret", text="Secret")
    write(to="outside@example.org", key=f"guidance:{page.pk}", subject="Secret", text="Secret")
    allowed, revoked, closed, moved, deleted = people
    revoked.groups.clear()
    closed.is_active = False
    closed.save()
    moved.email = "new@example.org"
    moved.save()
    deleted.delete()
    worker.deliver_all()
    assert outbox.recipients == {allowed.email: 1}
    assert not OutgoingMail.objects.filter(address=deleted.email).exists()
    withheld = OutgoingMail.objects.filter(state=MailState.WITHHELD)
    assert withheld.count() == 4
    assert {(row.text, row.html) for row in withheld} == {("", "")}


def test_a_thing_that_was_narrowed_meanwhile_is_not_told_of(outbox, site):
    page = site.guidance("Open for now")
    site.settle()
    member = site.person(SiteRole.MEMBER)
    write(to=member, key=f"guidance:{page.pk}")
    audiences.set_audience(page, PRACTITIONERS)
    worker.deliver_all()
    assert outbox.received == []


@pytest.mark.parametrize("keeps", [True, False])
def test_what_was_sent_is_erased_unless_the_site_keeps_it(outbox, settings, keeps):
    settings.MAIL_KEEP_TEXT = keeps
    write(text="a link that opens an account", html="<p>a link</p>")
    worker.deliver_all()
    row = OutgoingMail.objects.get()
    assert row.state == MailState.SENT
    assert bool(row.text) == bool(row.html) == keeps


def test_the_sweep_takes_what_was_closed_long_ago_only(settings):
    settings.MAIL_KEEP_DAYS = 30
    for number, state in enumerate(MailState):
        for days in (29, 31):
            mail = write(to=f"{number}-{days}@example.org")
            OutgoingMail.objects.filter(pk=mail.pk).update(state=state, created_at=timezone.now() - timedelta(days=days))
    actions.sweep()
    old = OutgoingMail.objects.filter(created_at__lt=timezone.now() - timedelta(days=30))
    assert {row.state for row in old} == {"waiting", "claimed", "handed over", "in doubt"}
    assert OutgoingMail.objects.count() == 2 * len(MailState) - 3


def test_a_backend_that_is_no_smtp_gets_every_mail_once(settings, tmp_path):
    settings.MAIL_TRANSPORT = {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(tmp_path / "mail"),
    }
    write()
    worker.deliver_all()
    assert OutgoingMail.objects.get().state == MailState.SENT
    (file,) = (tmp_path / "mail").iterdir()
    assert file.read_text().count("Message-ID") == 1


def test_a_message_that_cannot_be_made_fails_alone(outbox):
    bad = write()
    OutgoingMail.objects.filter(pk=bad.pk).update(subject="Two\nlines")
    write(to="good@example.org")
    worker.deliver_all()
    assert states() == {"reader@example.org": MailState.FAILED, "good@example.org": MailState.SENT}


def test_no_transaction_is_open_while_the_server_is_spoken_to(outbox, monkeypatch):
    """The test itself runs in one: what counts are those that were begun inside it."""
    write()
    seen = []

    def look(self, data):
        seen.append(list(connection.savepoint_ids))
        SEND(self, data)

    monkeypatch.setattr(transport._Connection, "send", look)
    worker.deliver_all()
    assert len(seen) >= 5
    assert not any(seen)


def test_a_port_where_nobody_listens_is_reported_and_waited_for(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.MAIL_TRANSPORT = MailServer(taken.getsockname()[1]).transport
        write()
        assert worker.deliver() == 0
    assert OutgoingMail.objects.get().state == MailState.WAITING
