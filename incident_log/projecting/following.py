"""Keeps the tables current while other processes append, until it is stopped."""

from collections.abc import Callable

from incident_log.errors import IncidentLogError
from incident_log.log import Log
from incident_log.projecting.keeping import catch_up

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
    are written together.
    """
    reached, trouble, pause = None, None, INTERVAL
    is_wanted = True
    while is_wanted:
        try:
            position = catch_up(log)
        except IncidentLogError as error:
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
