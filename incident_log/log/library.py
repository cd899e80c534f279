"""eventsourcing's application, which the log is opened through."""

from typing import Self

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper
from eventsourcing.utils import Environment, EnvType

from incident_log.errors import UnknownEvent
from incident_log.log.head import LAYOUT
from incident_log.log.mapper import JsonMapper
from incident_log.log.recording import Recording


class Library(Application[str]):
    """The library with our recorder, and nothing taken from the shell's environment."""

    name = "incident-log"

    @classmethod
    def on(cls, module: str, **environment: str) -> Self:
        """Return it on the database that a *module* of ours has the factory for."""
        return cls(
            {
                "PERSISTENCE_MODULE": f"{module}:Factory",
                "ORIGINATOR_ID_TYPE": "text",
                "CREATE_TABLE": "no",
                **environment,
            }
        )

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        return Environment(name, dict(env or {}))

    def construct_mapper(self) -> Mapper[str]:
        return self.factory.mapper(mapper_class=JsonMapper)

    @property
    def recording(self) -> Recording:
        """What the events are kept with."""
        recorder = self.recorder
        assert isinstance(recorder, Recording)
        return recorder

    def check_layout(self) -> None:
        """Raise :exc:`UnknownEvent` where a later version has made the log."""
        recording = self.recording
        with recording.guarded(), recording.reading() as cursor:
            layout = recording.head(cursor)["layout"]
        if layout > LAYOUT:
            raise UnknownEvent("log layout", layout, 0)
