"""What is known of earlier alert messages: their incident, and what they replaced."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from incident_log.errors import UnknownReference
from incident_log.events import UpdateReceived
from incident_log.exchange.cap import Message, instant_of
from incident_log.exchange.identifying import digest
from incident_log.intake import BATCH
from incident_log.log import Log

#: A message is never changed, so its report has this one update.
UPDATE = "alert"

#: With what the reports of messages begin.
_PREFIX = "cap-"


def report_of(message: Message) -> str:
    """Return the report id of a message, the same wherever it is referred to."""
    sent = instant_of(message.sent)
    return f"{_PREFIX}{digest(message.sender, message.identifier, sent)}"


def _is_message(report: str) -> bool:
    return report.startswith(_PREFIX)


@dataclass(frozen=True, slots=True)
class Known:
    """What matters of a message for those that refer to it."""

    incident: str
    about: tuple[str, ...]  #: the updates it corrects or retracts
    source: str
    is_cancel: bool
    since: tuple[str, ...] = ()  #: what else it was found to cancel, later


class Chains:
    """Finds messages in the log, and among those on their way into it."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._recent: OrderedDict[str, Known] = OrderedDict()

    def remember(self, report: str, known: Known) -> None:
        """Keep a message until the log has it."""
        self._recent[report] = known
        self._recent.move_to_end(report)
        if len(self._recent) > 2 * BATCH:
            self._recent.popitem(last=False)

    def known(self, report: str) -> Known | None:
        """Return what is known of a message, ``None`` if it was not heard of."""
        if report in self._recent:
            return self._recent[report]
        try:
            update = self._log.update(report, UPDATE)
        except UnknownReference:
            return None
        return _known(update)

    def cancelled(self, report: str) -> dict[str, Known]:
        """Return the messages that cancel one, by report; each with all it cancels."""
        update = f"{report}/{UPDATE}"
        found: dict[str, Known] = {}
        acting = {each.report.id for each in self._log.acting_on(report, UPDATE)}
        for name in filter(_is_message, acting):
            for each in self._log.updates_of(name):
                known = _known(self._log.update(name, each))
                found[name] = _both(found.get(name, known), known)
        for name, known in self._recent.items():
            is_meant = update in known.about + known.since
            if known.is_cancel and (is_meant or name in found):
                found[name] = _both(found.get(name, known), known)
        return {name: each for name, each in found.items() if each.is_cancel}

    def behind(self, updates: Iterable[str]) -> list[str]:
        """Return messages with all that they replaced, as far as that is known.

        Whoever cancels an update means no earlier one to hold again.
        """
        found: dict[str, None] = {}
        waiting = list(updates)
        while waiting:
            update = waiting.pop(0)
            if update not in found:
                found[update] = None
                known = self.known(update.partition("/")[0])
                waiting += known.about if known else ()
        return list(found)


def _known(update: UpdateReceived) -> Known:
    named, is_message = update.corrects or update.retracts, update.update == UPDATE
    return Known(
        update.incident,
        named if is_message else (),
        update.report.source,
        is_cancel=update.signal == "retraction",
        since=() if is_message else named,
    )


def _both(one: Known, other: Known) -> Known:
    about = dict.fromkeys((*one.about, *other.about))
    since = dict.fromkeys((*one.since, *other.since))
    return replace(one, about=tuple(about), since=tuple(since))
