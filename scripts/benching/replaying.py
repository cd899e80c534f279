"""Replays from the log alone, of the same incident in logs that grow."""

from functools import partial

from benching.running import Run
from benching.telling import Costs
from benching.timing import median
from incident_log import IncidentLog


def ask(run: Run) -> None:
    """Replay an incident of 100 updates, and one in a report that many share."""
    run.telling.part("Replay from the log, after start-up")
    costs: Costs = {"a replay": {}}
    for log in run.logs:
        with IncidentLog(log.directory) as opened:
            small = median(partial(opened.replay, "small"), run.times)
            feed = median(partial(opened.replay, "feed"), run.times)
        row = run.telling.row
        costs["a replay"][log.size] = small
        row(f"{log}, incident of 100 updates, ms", small * 1e3, "<= 20")
        row("  incident of 10 updates in a shared feed, ms", feed * 1e3)
    run.telling.slopes(costs)
