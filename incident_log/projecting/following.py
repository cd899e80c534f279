"""Keeps the tables current while other processes append, until it is stopped."""

from collections.abc import Callable

from incident_log.errors import IncidentLogError, NotFollowed
from incident_log.log import Log
from incident_log.progress import Stages, unshown
from incident_log.projecting.keeping import catch_up
from incident_log.projecting.recent import Recent
from incident_log.projecting.watching import Watch

#: Seconds between two looks at the log.
INTERVAL = 0.2

#: Seconds to wait after something went wrong, at most.
LONGEST = 30.0


def follow(
    log: Log,
    *,
    idle: Callable[[float], bool],
    moved: Callable[[int], None],
    failed: Callable[[str], None],
) -> None:
    """Catch up again and again.

    *idle* waits so many seconds and says whether to go on; *moved* is told each
    position that the tables reach.  A failure is told once, and tried again after a
    while that grows; nothing is lost by being killed, because a batch and its position
    are written together.  Raise :exc:`NotFollowed` where a shared log is another one.
    """
    reached, trouble, pause, recent = None, None, INTERVAL, Recent()
    watch = Watch(log) if log.address is not None else None
    is_wanted = True
    while is_wanted:
        try:
            position = (
                catch_up(log, recent=recent)
                if watch is None
                else watched(log, watch, recent)
            )
        except NotFollowed:
            raise
        except IncidentLogError as error:
            if watch is not None:
                watch.doubt()
            pause = min(2 * pause, LONGEST)
            if str(error) != trouble:
                trouble = str(error)
                failed(trouble)
        else:
            trouble, pause = None, INTERVAL
            if position != reached:
                reached = position
                moved(position)
        is_wanted = idle(pause)


def watched(
    log: Log, watch: Watch, recent: Recent | None = None, *, stages: Stages = unshown
) -> int:
    """Catch up with a shared log, if it is the one that was followed before."""
    watch.check()
    position = catch_up(log, stages=stages, recent=recent)
    watch.take(position)
    return position
