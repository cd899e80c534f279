"""Opens a shared log, or makes one, which is the work of an administrator."""

from incident_log.log.library import Library
from incident_log.log.postgres import making
from incident_log.log.postgres.connecting import shown
from incident_log.log.postgres.recorder import ADDRESS, Recorder


def opened(address: str) -> Library:
    """Open the log at an address.

    Raise :exc:`NoSharedLog` where there is none, :exc:`NoRight` if one may not.
    """
    library = _library(address)
    try:
        recorder = _recorder(library)
        with recorder.guarded():
            with recorder.datastore.get_connection() as connection:
                making.tells_secret(connection, recorder.place)
            library.check_layout()
    except BaseException:
        library.close()
        raise
    return library


def made(
    address: str, *, readers: str | None = None, writers: str | None = None
) -> None:
    """Make an empty log if there is none, and let roles use it.

    Raise :exc:`NoRight` if one may not.
    """
    library = _library(address)
    try:
        recorder = _recorder(library)
        with recorder.guarded():
            recorder.create()
            with recorder.datastore.get_connection() as connection:
                making.grant(
                    connection, recorder.place, readers=readers, writers=writers
                )
    finally:
        library.close()


def _library(address: str) -> Library:
    library = Library.on("incident_log.log.postgres.recorder", **{ADDRESS: address})
    library.recording.place = shown(address)
    return library


def _recorder(library: Library) -> Recorder:
    recorder = library.recording
    assert isinstance(recorder, Recorder)
    return recorder
