"""What the outbox announces; rooms above it listen.

`held(sender=OutgoingMail, mail=row)`: nobody can tell whether this mail was taken; it waits for a person to decide.
`settled(sender=OutgoingMail, mail=row, by=user or None)`: that has been decided.
Both are sent inside the transaction that changes the row.
"""

from django.dispatch import Signal

held = Signal()
settled = Signal()
