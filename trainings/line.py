"""The order of a waiting list and who is offered freed seats. Reads no database and no clock: the same
groups and the same counts always give the same answer."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Counter:
    """The seats of a training. `kept`: how many are still kept for organizers of some municipalities."""

    seats: int
    taken: int
    kept: int = 0
    taken_kept: int = 0

    def kept_back(self, *, insider):
        """Seats that others may not have yet."""
        return 0 if insider else max(0, self.kept - self.taken_kept)

    def free(self, *, insider):
        return max(0, self.seats - self.taken - self.kept_back(insider=insider))

    def after(self, count, *, insider):
        return replace(
            self,
            taken=self.taken + count,
            taken_kept=self.taken_kept + (count if insider else 0),
        )


@dataclass(frozen=True)
class Group:
    """A group that waits. `rank`: its place among those that staff have put in an order by hand."""

    pk: int
    joined_at: datetime
    seats: int
    takes_fewer: bool = False
    first_timer: bool = False
    rank: int | None = None
    insider: bool = False


@dataclass(frozen=True)
class Offered:
    """Seats for a group. `place`: where it stood; `free`: what was free for it; `passed`: how many groups
    before it needed more than was free."""

    group: Group
    seats: int
    place: int
    free: int
    passed: int


@dataclass(frozen=True)
class Skipped:
    """Why a group got nothing although seats were free. `kept`: seats kept for others would have been enough;
    `cap`: the most one organizer may have."""

    group: Group
    free: int
    kept: int = 0
    cap: int | None = None


def order_of(groups, *, first_timers_first=False):
    """Those moved by staff in the order given to them; then, where the training says so, those who have not
    been to the programme; then by arrival."""

    def key(group):
        moved = group.rank is not None
        later = first_timers_first and not group.first_timer and not moved
        return (not moved, group.rank or 0, later, group.joined_at, group.pk)

    return sorted(groups, key=key)


def places_of(groups, *, first_timers_first=False):
    """{group: its place in the list, from 1}"""
    order = order_of(groups, first_timers_first=first_timers_first)
    return {group.pk: place for place, group in enumerate(order, 1)}


def promotions(groups, counter, *, first_timers_first=False, cap=None):
    """What happens to each group when these seats are free, in the order of the list.

    The first group that fits is offered seats, then the next one that fits into what is left. Who was
    passed over keeps its place.
    """
    decisions, passed = [], 0
    for place, group in enumerate(order_of(groups, first_timers_first=first_timers_first), 1):
        free = counter.free(insider=group.insider)
        most = free if cap is None else min(free, cap)
        fits = group.takes_fewer or group.seats <= most
        if fits and (seats := min(group.seats, most)):
            decisions.append(Offered(group, seats, place, free, passed))
            counter = counter.after(seats, insider=group.insider)
        elif everything := counter.free(insider=True):
            decisions.append(_skipped(group, free, everything, cap))
            passed += 1
    return decisions


def _skipped(group, free, everything, cap):
    if cap is not None and group.seats > cap and free >= group.seats:
        return Skipped(group, free, cap=cap)
    needed = 1 if group.takes_fewer else group.seats
    return Skipped(group, free, kept=everything - free if everything >= needed else 0)


def moved(groups, group, place, *, first_timers_first=False):
    """{group: rank} after `group` was put at `place` (from 1): as few of the first as it takes are ranked,
    so that whoever joins later still finds a place by the rule."""
    order = order_of(groups, first_timers_first=first_timers_first)
    wanted = [other for other in order if other.pk != group.pk]
    wanted.insert(place - 1, group)
    for ranked in range(len(wanted) + 1):
        tried = [replace(one, rank=rank if rank <= ranked else None) for rank, one in enumerate(wanted, 1)]
        now = order_of(tried, first_timers_first=first_timers_first)
        if [one.pk for one in now] == [one.pk for one in wanted]:
            return {one.pk: one.rank for one in tried}
    raise AssertionError("An order in which everybody is ranked is always possible.")
