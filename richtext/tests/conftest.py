"""The room needs no site: its tests run under the project's settings or, alone, under bare ones."""

import os

from django.conf import settings

if not settings.configured and not os.environ.get("DJANGO_SETTINGS_MODULE"):
    settings.configure(USE_I18N=False)
