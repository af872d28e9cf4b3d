"""The app of this room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Files and their audiences."""

    name = "files"
    verbose_name = "Files"
