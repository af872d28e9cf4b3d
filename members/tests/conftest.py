"""What the tests of this room share."""

from hypothesis import settings

# The same examples at every run, and no clock: a test that fails sometimes tells nothing.
settings.register_profile("steady", derandomize=True, database=None, deadline=None, max_examples=60)
settings.load_profile("steady")
