"""The normaliser's server: the same command line as the site's, an application of its own."""

import os
from contextlib import AbstractContextManager

from bench.processes import Server, serving


def normaliser() -> AbstractContextManager[Server]:
    """The server of `bench.normaliser`, running."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return serving("bench.normaliser:application", environment)
