"""How long commands take to start, cold caches aside."""

import statistics

from benching.running import Run
from benching.timing import BIN, command


def ask(run: Run) -> None:
    """Start commands by turns."""
    log = run.log(min(run.sizes))
    run.telling.part("Start of commands, ms")
    commands = {
        "incident-log --help": ("incident-log", "--help"),
        "incident-log replay, of 100 updates": (
            *("incident-log", "-l", str(log.directory)),
            *("replay", "small"),
        ),
        "sqlite-utils --help": ("sqlite-utils", "--help"),
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(min(11, run.times)):
        for name, (program, *words) in commands.items():
            times[name].append(command(BIN / program, *words).seconds)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for name, seconds in medians.items():
        run.telling.row(name, seconds * 1e3)
    peer = medians.pop("sqlite-utils --help")
    for name, seconds in medians.items():
        run.telling.row(f"{name}, times sqlite-utils --help", seconds / peer, "<= 1")
