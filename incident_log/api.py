"""The commands from Python: one object, the same words, plain values."""

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from incident_log import diff as differing
from incident_log import explain as explaining
from incident_log import timeline as ordering
from incident_log.answer import answer
from incident_log.decisions import Desk
from incident_log.intake import Imported, import_updates
from incident_log.listing import listing
from incident_log.log import Where
from incident_log.replay import replay
from incident_log.view import View


class IncidentLog:
    """The log in a directory, made when it is not there yet; or at an address.

    What this machine makes of a log at an address is in the other *directory*.
    Times are written as on the command line; ``None`` is the latest.  Answers are what
    the commands print with ``--json``.
    """

    def __init__(
        self, log: Path | str, *, directory: Path | str = "incident-log"
    ) -> None:
        self._log = Where.named(log, directory).create()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the log's files."""
        self._log.close()

    def import_updates(
        self,
        paths: Iterable[Path | str],
        *,
        is_open: bool = False,
        strict: bool = False,
        dry_run: bool = False,
    ) -> Imported:
        """Append the updates in files and folders; say what became of each."""
        return import_updates(
            self._log, paths, is_open=is_open, strict=strict, dry_run=dry_run
        )

    def incidents(self) -> list[dict[str, Any]]:
        """Return every incident, one row each."""
        return listing(self._log)

    def replay(self, incident: str, **moment: Any) -> dict[str, Any]:
        """Return an incident: ``as_of``, ``known_at``, ``policy``, ``at_position``."""
        return answer(self._view(incident, moment))

    def explain(
        self, incident: str, figure: str, **moment: Any
    ) -> list[dict[str, Any]]:
        """Return the figures that *figure* names, with every claim behind them."""
        view = self._view(incident, moment)
        return [explaining.row(each) for each in explaining.explain(view, figure)]

    def timeline(self, incident: str, **moment: Any) -> list[dict[str, Any]]:
        """Return occurrences, strikes, statements and updates in order."""
        return ordering.timeline(self._view(incident, moment))

    def diff(
        self, incident: str, before: dict[str, Any], after: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Return what changed between two moments, each as ``replay`` takes them."""
        return differing.diff(self._view(incident, before), self._view(incident, after))

    def desk(
        self, *, reason: str, by: str | None = None, at_position: int | None = None
    ) -> Desk:
        """Return what an editor decides with: ``desk(...).retract("wire/2#c1")``."""
        return Desk(self._log, reason=reason, by=by, at_position=at_position)

    def _view(self, incident: str, moment: dict[str, Any]) -> View:
        return replay(self._log, incident, **moment)
