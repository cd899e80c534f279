"""Updates that only add: nothing that was known before is understood anew.

Most updates are such.  Their claims take their place in their series, and everything
else stays as it is; for all other events an incident is read again from its history.
"""

from incident_log.claims import Casualties, Claim, Verification
from incident_log.commitments import ERASED
from incident_log.events import Description, UpdateReceived
from incident_log.projections.walking import Forgotten
from incident_log.reading import Reading, lay_over
from incident_log.references import Reference
from incident_log.view import Knowledge, is_silent_edit
from incident_log.withdrawals import exists, resolve, resolve_own

#: Signals that say nothing about earlier updates.
SIGNALS = ("new", "update", "clarification", "resend")


class Familiar:
    """What an incident has met up to one K, to tell what is new about an update.

    *now* is what was understood there; its descriptions grow with what is learnt.
    """

    def __init__(self, now: Knowledge) -> None:
        self._reading = now.reading
        history = now.reading.history
        self._erased = history.erased
        self._voices: set[str] = set()  #: whose origin and party were asked for
        self._cited: set[str] = set()  #: whose text was looked for
        self._sought: set[Reference] = set()  #: reports and updates waited for
        self._fresh: set[str] = set()  #: reports whose voice is not in the history yet
        self._reports: dict[str, tuple[str, str | None]] = {}
        #: of each report the last about the incident, the newest last
        self._last: dict[str, UpdateReceived] = {}
        self._left: set[int] = set()  #: hashes of reports whose last is forgotten
        for update in history.updates:
            self._meet(update)
            self._sought |= set(_waited_for(update, now))
        # What a report said last it may have said of other incidents.
        for report, listed in history.rosters.items():
            if listed:
                self._reports[report] = (listed[-1].source, listed[-1].derived_from)
            self._cited |= {each.derived_from for each in listed if each.derived_from}
        for decision in history.decisions:
            self._voices.add(getattr(decision, "by", None) or "")

    def is_plain(self, update: UpdateReceived) -> bool:
        """Tell whether an update, known later than all before, only adds claims."""
        report = update.report
        is_same_voice = self._reports.get(report.id) == _voice(update)
        return (
            update.signal in SIGNALS
            and bool(update.concerns & self._reading.members)
            and (is_same_voice or report.id not in {*self._cited, report.derived_from})
            and not self._sought & {Reference(report.id), _name(update)}
            and report.derived_from not in self._fresh
            and all(_is_plain(claim, update) for claim in update.claims)
            and self._says_nothing_new(update)
        )

    def is_silent_edit(self, update: UpdateReceived) -> bool:
        """Tell whether it changes its page without saying so (R27).

        Raise :exc:`Forgotten` where that page is.
        """
        last = self._last.get(update.report.id)
        if last is None and hash(update.report.id) in self._left:
            raise Forgotten
        return last is not None and is_silent_edit(last, update, self._erased)

    def forget(self, reading: Reading, reports: int) -> None:
        """Forget the last updates of all but so many reports.

        *reading* is what is understood, without the updates that it was read from.
        """
        self._reading = reading
        for report in list(self._last)[:-reports]:
            del self._last[report]
            self._left.add(hash(report))

    def learn(self, update: UpdateReceived) -> None:
        """Take in a plain update and what it describes."""
        if self._reports.get(update.report.id) != _voice(update):
            self._fresh.add(update.report.id)
        self._meet(update)
        reading = self._reading
        for told, known in (
            (update.incidents, reading.incidents),
            (update.agents, reading.agents),
            (update.places, reading.places),
            (update.weapons, reading.weapons),
        ):
            lay_over(known, told)

    def _meet(self, update: UpdateReceived) -> None:
        report = update.report
        if update.concerns & self._reading.members:
            self._last.pop(report.id, None)
            self._last[report.id] = update
        self._reports[report.id] = _voice(update)
        self._voices.add(report.source)
        self._voices.update(claim.said_by for claim in update.claims if claim.said_by)
        if report.derived_from is not None:
            self._cited.add(report.derived_from)
            self._voices.add(report.derived_from)

    def _says_nothing_new(self, update: UpdateReceived) -> bool:
        """Tell whether its descriptions leave all rows as they are."""
        reading = self._reading
        agents = [agent for agent in update.agents if agent["id"] in self._voices]
        incidents = [each for each in update.incidents if each["id"] in reading.members]
        return all(
            _is_known(description, known, field)
            for told, known, field in (
                (agents, reading.agents, "origin"),
                (agents, reading.agents, "party"),
                (update.places, reading.places, "part_of"),
                (incidents, reading.incidents, "place"),
                (incidents, reading.incidents, "title"),
            )
            for description in told
        )


def is_by_itself(update: UpdateReceived) -> bool:
    """Tell whether an update says nothing of others, and carries no text of theirs.

    Nothing but itself is needed to understand it.
    """
    return (
        update.signal in SIGNALS
        and update.report.derived_from is None
        and ERASED not in (update.text, update.label)
        and all(_is_plain(claim, update) for claim in update.claims)
    )


def _is_known(
    description: Description, known: dict[str, dict[str, object]], field: str
) -> bool:
    said = description.get(field)
    return said is None or known.get(description["id"], {}).get(field) == said


def _is_plain(claim: Claim, update: UpdateReceived) -> bool:
    own = {each.id for each in update.claims}
    return not claim.corrects and all(word in own for word in _words(claim))


def _words(claim: Claim) -> tuple[str, ...]:
    """Return what a claim says of other claims."""
    if isinstance(claim, Casualties) and claim.subset_of is not None:
        return (*claim.restates, claim.subset_of)
    return (
        (*claim.restates, *claim.of)
        if isinstance(claim, Verification)
        else claim.restates
    )


def _voice(update: UpdateReceived) -> tuple[str, str | None]:
    return (update.report.source, update.report.derived_from)


def _name(update: UpdateReceived) -> Reference:
    return Reference(update.report.id, update.update)


def _waited_for(update: UpdateReceived, now: Knowledge) -> list[Reference]:
    """Return the reports and updates that words name and the log does not have."""
    history = now.reading.history
    acts = (*update.corrects, *update.holds, *update.releases, *update.retracts)
    names = [resolve(word, update, history) for word in acts]
    for claim in update.claims:
        names += [resolve(word, update, history) for word in claim.corrects]
        names += [resolve_own(word, update, history) for word in _words(claim)]
    return [name._replace(claim=None) for name in names if not exists(name, history)]
