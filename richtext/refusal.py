"""The one error of this room: text that is turned away, with a reason its writer can act on."""

from typing import Any

from django.utils.functional import Promise


class TextRefused(ValueError):
    """The text cannot be taken as it is. `str(error)` says why and what to do next, in the reader's language.

    `code` names the reason for programs and tests ("too_long", "too_deep", …).
    """

    def __init__(self, message: str | Promise, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (str(self.message), self.code))
