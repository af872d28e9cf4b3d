"""`python -m bench.inside.sign_in EMAIL`: a session of this account, as the Cookie header that carries it."""

import json
import sys

import django


def main() -> None:
    """Sign in as Django's own `login` does, without a password."""
    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from members.models import User

    user = User.objects.get(email=sys.argv[1])
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    print(json.dumps(f"{settings.SESSION_COOKIE_NAME}={session.session_key}"))


if __name__ == "__main__":
    main()
