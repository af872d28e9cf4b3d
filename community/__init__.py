"""Who talks to whom: spaces, discussions, mentoring, events, newsletter, moderation, regional desk.

The room stands so that the import direction can be held from the first day; its first sub-room is `discussions`.
It may look down at kb, notices, search, files, members and richtext; none of them may look up at it.
"""
