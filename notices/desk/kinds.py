"""Which kinds of work there are: rooms name theirs when the apps are ready."""

from django.utils.functional import Promise

_labels: dict[str, str | Promise] = {}


def register(code: str, label: str | Promise) -> None:
    """Make a kind of work known. Called from an app's `ready`; `label` is a noun, as on a tag: "Case study to review"."""
    _labels[code] = label


def is_registered(code: str) -> bool:
    """Whether somebody named this kind."""
    return code in _labels


def label_of(code: str) -> str:
    """A kind in words; the code itself where its room is gone."""
    return str(_labels.get(code, code))
