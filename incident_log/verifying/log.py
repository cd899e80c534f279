"""Verifies a log by itself: every event against its leaf, its words and the index."""

from collections.abc import Collection
from dataclasses import dataclass, field

from incident_log.errors import IncidentLogError
from incident_log.events import Commitment
from incident_log.garbage import seldom_collecting
from incident_log.log import head
from incident_log.log.entries import Entry
from incident_log.log.lookups import Lookups
from incident_log.log.untrusted import FAILURES, Source, Stored, Untrusted, reader
from incident_log.merkle import EMPTY, Frontier
from incident_log.progress import Progress, unseen
from incident_log.references import Reference
from incident_log.verifying import events
from incident_log.verifying.findings import Findings
from incident_log.verifying.index import Index, Placed
from incident_log.verifying.sequence import Walk


@dataclass
class LogVerified:
    """How much was looked at, and what is wrong."""

    origin: str = ""
    position: int = 0  #: of the last event that was read
    #: by number of leaves
    roots: dict[int, bytes] = field(default_factory=lambda: {0: EMPTY})
    findings: Findings = field(default_factory=Findings)

    @property
    def root(self) -> bytes:
        """The root of the Merkle tree over the leaves of all events."""
        return self.roots[self.position]


def verify_log(
    source: Source, *, sizes: Collection[int] = (), progress: Progress = unseen
) -> LogVerified:
    """Verify a log as it is now; a damaged file raises nothing.

    Whoever can write the file can make one that is as good as this: only a checkpoint
    that is kept elsewhere tells.  The roots are noted that the log had at some *sizes*.
    *progress* is told of events.
    """
    try:
        with reader(source) as stored:
            return verified(stored, sizes=sizes, progress=progress)
    except FAILURES as error:
        found = LogVerified()
        found.findings.add(f"the file cannot be read: {error}")
        return found


def verified(
    stored: Untrusted,
    *,
    sizes: Collection[int] = (),
    progress: Progress = unseen,
) -> LogVerified:
    """Verify a log as it was at the moment of which it is read."""
    found = LogVerified()
    try:
        with seldom_collecting():
            _Verification(stored, found, sizes, progress).run()
    except FAILURES as error:
        found.findings.add(f"the file cannot be read: {error}")
    return found


class _Verification:
    """One pass over a log."""

    def __init__(
        self,
        stored: Untrusted,
        verified: LogVerified,
        sizes: Collection[int],
        progress: Progress,
    ) -> None:
        self._stored = stored
        self._verified = verified
        self._sizes = sizes
        self._progress = progress
        self._find = verified.findings.add
        self._lookups = Lookups(stored)
        self._index = Index(self._lookups, verified.findings)
        self._recorded_at = ""
        self._is_whole = True  #: every event could be read
        self._unopened: dict[Commitment, tuple[int, str, int]] = {}
        self._erased: set[Commitment] = set()

    def run(self) -> None:
        if strange := self._stored.strange():
            names = ", ".join(strange[:5])
            self._find(f"there are other tables than in a log: see {names}")
            return
        self._read()
        self._find_unopened()
        self._index.flush()
        self._check_head()
        broken = self._broken()
        for line in broken:
            self._find(f"SQLite finds it broken: {line}")
        if self._is_whole and not broken:  # else it might be counted without end
            self._index.finish(self._entry_at)

    def _read(self) -> None:
        """Go through all events, with what is beside them."""
        frontier = Frontier()
        walk = Walk(self._stored, self._find)
        for stored, beside in walk:
            self._examine(stored, beside)
            frontier.add(events.hashed(stored.state))
            if frontier.size in self._sizes:
                self._verified.roots[frontier.size] = frontier.root()
            self._progress(1)
        self._verified.position = frontier.size
        self._verified.roots[frontier.size] = frontier.root()
        self._is_whole = self._is_whole and walk.is_whole

    def _examine(self, stored: Stored, beside: events.Beside) -> None:
        examined = events.examine(stored, beside, self._recorded_at, self._incident_of)
        if examined.problem:
            self._find(examined.problem, *stored[:3])
        for path, digest in examined.missing.items():
            self._unopened[Commitment(stored.position, path, digest)] = stored[:3]
        for each in examined.erased:
            if each not in self._unopened:
                what = f"it erased {each.path} of event {each.position}, which is open"
                self._find(what, *stored[:3])
            self._erased.add(each)
        if examined.entry is None:
            self._is_whole = False
            return
        self._recorded_at = examined.entry.recorded_at
        self._index.take(Placed(examined.entry, stored.stream, stored.version))

    def _find_unopened(self) -> None:
        """Find words that are gone, and no later event says that they were erased."""
        for each, place in self._unopened.items():
            if each not in self._erased:
                what = f"what opens its {each.path} is gone, and not by an erasure"
                self._find(what, *place)

    def _incident_of(self, claim: Reference) -> str:
        """Return the incident of a claim; raise KeyError where there is none."""
        try:
            position = self._lookups.update(claim.report, str(claim.update))
            state = events.read(self._stored.state(position or 0))
        except FAILURES as error:
            raise KeyError(str(claim)) from error
        return events.incident_of(state, claim)

    def _broken(self) -> list[str]:
        try:
            return self._stored.broken()
        except FAILURES as error:
            return [str(error)]

    def _entry_at(self, position: int) -> Entry | None:
        state = events.read(self._stored.state(position))
        try:
            return events.entry_of(state, position, self._incident_of)
        except (*events.BAD_JSON, IncidentLogError):
            return None

    def _check_head(self) -> None:
        """Compare what the log says of itself with what was read."""
        try:
            said = self._stored.head()
        except FAILURES as error:
            self._find(f"what the log says of itself cannot be read: {error}")
            return
        origin, secret = said.get("origin"), said.get("secret")
        self._verified.origin = origin if isinstance(origin, str) else ""
        for name, expected in (
            ("layout", head.LAYOUT),
            ("position", self._verified.position),
            ("recorded_at", self._recorded_at),
        ):
            if said.get(name) != expected and self._is_whole:
                self._find(
                    f"the log's {name} is {expected!r}, it says {said.get(name)!r}"
                )
        if self._stored.tells_secret and (
            not isinstance(origin, str)
            or not isinstance(secret, bytes)
            or said.get("check") != head.check(origin, secret)
        ):
            self._find("the log's origin or secret is not what it was made with")
