"""CAP alerts as update documents, one of each message.

An Update is a correction of the messages it refers to, a Cancel their retraction, and
that of all they replaced, once these are there.
Each message is a report of its own, named by the hash of what names it, so that
references hold in whatever order messages arrive.
"""

from collections.abc import Iterator
from dataclasses import replace

from incident_log.errors import UnreadableInput
from incident_log.exchange.alert_claims import (
    ACTS,
    Document,
    claims_of,
    only_place,
    places_of,
    text_of,
)
from incident_log.exchange.cap import Alert, Info
from incident_log.exchange.chains import UPDATE, Chains, Known, report_of
from incident_log.exchange.identifying import digest, plain_id
from incident_log.exchange.pages import Given
from incident_log.schemas import FORMAT
from incident_log.schemas.fields import SHORT


def left_out(alert: Alert) -> str | None:
    """Say why a message is no report about an incident that anybody may read."""
    if alert.status != "Actual":
        return f"alert.status: {alert.status!r} is no actual alert: left out"
    if alert.scope != "Public":
        return f"alert.scope: {alert.scope!r} is not for the public: left out"
    if alert.kind not in ACTS:
        return f"alert.msgType: {alert.kind!r} is about another message: left out"
    return None


def document_of(alert: Alert, given: Given, chains: Chains) -> Document:
    """Make an update document of a message; raise :exc:`UnreadableInput`."""
    report = report_of(alert.message)
    known = chains.known(report)
    infos = _in_one_language(alert.infos)
    places = places_of(infos)
    about = _about(alert, known, chains)
    incident = given.incident or _incident(alert, known, chains)
    source = given.source or _source(alert.message.sender)
    is_cancel = alert.kind == "Cancel"
    chains.remember(report, Known(incident, tuple(about), source, is_cancel))
    text = text_of(alert)
    described = {"id": incident} | ({} if alert.references else _description(infos))
    document = {
        "format": FORMAT,
        "id": UPDATE,
        "incident": given.incident or described,
        "report": _report(report, source, infos),
        "published_at": alert.message.sent,
        "timezone": given.timezone,
        "text": text,
        **_signal(alert, about),
        "agents": _agents(source, infos),
        "places": places,
        "claims": list(claims_of(alert, infos, text, about)),
    }
    return {name: value for name, value in document.items() if value}


def cancellations(alert: Alert, chains: Chains) -> Iterator[Document]:
    """Yield what earlier cancellations of a message mean of what it replaced.

    Whoever cancelled it, before it came, could not name that.
    """
    report = report_of(alert.message)
    for name, known in chains.cancelled(report).items():
        behind = chains.behind([f"{report}/{UPDATE}"])
        rest = [each for each in behind if each not in known.about + known.since]
        if rest:
            chains.remember(name, replace(known, since=(*known.since, *rest)))
            yield {
                "format": FORMAT,
                "id": f"{UPDATE}-{digest(*rest)}",
                "incident": known.incident,
                "report": {"id": name, "source": known.source},
                "signal": "retraction",
                "retracts": rest,
            }


def _about(alert: Alert, known: Known | None, chains: Chains) -> list[str]:
    """Return the updates that a message is about.

    What a message in the log was about when it came stays so.
    """
    named = [f"{report_of(each)}/{UPDATE}" for each in alert.references]
    if alert.kind != "Cancel":
        return named
    if not named:
        raise UnreadableInput("alert.references: is missing: say what is cancelled")
    return list(known.about) if known else chains.behind(named)


def _signal(alert: Alert, about: list[str]) -> Document:
    if alert.kind == "Cancel":
        return {"signal": "retraction", "retracts": about}
    if alert.kind == "Update" and about:
        return {"signal": "correction", "corrects": about}
    return {"signal": "update" if alert.kind == "Update" else "new"}


def _incident(alert: Alert, known: Known | None, chains: Chains) -> str:
    """Return the incident of a message: the log's, else that of what it refers to."""
    if known:
        return known.incident
    reports = [report_of(each) for each in alert.references]
    earlier = next(filter(None, map(chains.known, reports)), None)
    if earlier:
        return earlier.incident
    if alert.incidents:
        return f"cap-{digest(_source(alert.message.sender), alert.incidents)}"
    return reports[0] if reports else report_of(alert.message)


def _source(sender: str) -> str:
    """Return whose the sender is: a mail address may be a person's, its host is not."""
    name = sender.rpartition("@")[2]
    return plain_id(name) or f"cap-{digest(sender)}"


def _in_one_language(infos: tuple[Info, ...]) -> list[Info]:
    """Return the first language's infos: others say the same again."""
    return [info for info in infos if info.language == infos[0].language]


def _report(report: str, source: str, infos: list[Info]) -> Document:
    found = {"id": report, "source": source}
    if infos:
        title = infos[0].headline or infos[0].event
        named = {"title": title[:SHORT], "language": infos[0].language[:35]}
        if len(infos[0].web) <= SHORT:
            named["url"] = infos[0].web
        found |= {name: value for name, value in named.items() if value}
    return found


def _agents(source: str, infos: list[Info]) -> list[Document]:
    name = infos[0].sender_name[:SHORT] if infos else ""
    return [{"id": source, "name": name}] if name else []


def _description(infos: list[Info]) -> Document:
    """Return what the first message of an incident says of it."""
    if not infos:
        return {}
    title = infos[0].headline or infos[0].event
    place = only_place(infos)
    named = {"title": title[:SHORT], "place": place}
    return {name: value for name, value in named.items() if value}
