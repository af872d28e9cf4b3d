"""Compares what people can observe with what the books say, channel by channel, change by change."""

from dataclasses import dataclass

from tests.builders import Site
from tests.leaks.channels import CHANNELS, Channel
from tests.leaks.world import Item, Person, World


class Leak(AssertionError):
    """Somebody observed what they may not, or missed what they may see."""


@dataclass
class Tally:
    """How much was compared, and how often somebody was allowed something (a harness that only sees 404 proves nothing)."""

    comparisons: int = 0
    allowed: int = 0


def run(site: Site, *, seed: int, cases: int, only: str | None = None) -> Tally:
    """Make `cases` random changes. After each, before and after the index has caught up, let people look everywhere."""
    world, tally = World(site, seed), Tally()
    channels = [c for c in CHANNELS.values() if only in (None, c.name)]
    for _ in range(cases):
        item = world.change()
        person, looked_at = world.random.choice(world.people), _still_there(world, item)
        _look(world, channels, person, looked_at, tally, settled=False)
        site.settle()
        _look(world, channels, person, looked_at, tally, settled=True)
        _look(world, channels, world.random.choice(world.people), world.random.choice(world.items), tally, settled=True)
    return tally


def _still_there(world: World, item: Item) -> Item:
    """The one that changed, or another where it was deleted."""
    return item if item in world.items else world.random.choice(world.items)


def _look(world: World, channels: list[Channel], person: Person, item: Item, tally: Tally, *, settled: bool) -> None:
    browser = person.browser()
    for channel in channels:
        observed, allowed = channel.look(world, person, browser, item)
        tally.comparisons += 1
        tally.allowed += bool(allowed) and world.may_see(person, item)
        if observed != allowed and not (channel.late and not settled and _is_less(observed, allowed)):
            who = sorted(person.scopes) or ["nobody signed in"]
            raise Leak(
                f"{channel.name}: {who} observed {observed!r}, may observe {allowed!r} ({item.key}, settled={settled})"
            )


def _is_less(observed: object, allowed: object) -> bool:
    """Whether something is only not there yet."""
    if isinstance(observed, set) and isinstance(allowed, set):
        return observed <= allowed
    if isinstance(observed, dict) and isinstance(allowed, dict):
        return all(observed[k] <= allowed.get(k, 0) for k in observed)
    if isinstance(observed, tuple) and isinstance(allowed, tuple):
        return not observed[0]
    if isinstance(observed, int) and isinstance(allowed, int):
        return observed <= allowed
    return observed == 404 or observed is None
