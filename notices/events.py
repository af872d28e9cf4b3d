"""What happened, by a name: nobody is told, mailed or given work twice about the same event."""

EVENT_LENGTH = 200


def check_event(event: str) -> None:
    """Raises `ValueError` for a name that is empty or longer than a row holds."""
    if not 0 < len(event) <= EVENT_LENGTH:
        raise ValueError(f"an event needs a name of at most {EVENT_LENGTH} characters, not '{event[:40]}'")
