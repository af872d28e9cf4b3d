"""Existing pages, chosen by an editor: in groups, or as the steps of a task."""
