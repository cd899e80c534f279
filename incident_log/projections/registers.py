"""Registers: what there is of each thing, as described last.

A description counts field by field, the latest in the order of what was known.  A slug
that nobody described is its own name.
"""

from incident_log.projections.nouns import NOTE, OCCURRED
from incident_log.tables.spec import Table, integer, number, required, text

INCIDENTS = Table(
    name="incidents",
    title="Incidents",
    says="What happened, as described last.",
    columns=(
        required("id", "Its slug; it stays for ever"),
        text("title", "What it is called"),
        text("kind", "missile_attack, fire, flood ..."),
        text("place", "Where claims are about that name no place", "places"),
        text("timezone", "The zone that its times are shown in"),
        *OCCURRED,
        required("state", "open, closed or merged"),
        text("merged_into", "The incident that it counts as part of", "incidents"),
        integer("updates", "Number of updates that concern it", is_required=True),
        text("first_known_at", "When the log knew its first update"),
        text("last_known_at", "When the log knew its last update"),
        number("latitude", "Of its place, in degrees north"),
        number("longitude", "Of its place, in degrees east"),
    ),
    indexes=(("place",),),
    searched=("title",),
    label="title",
    sort_desc="last_known_at",
)
SOURCES = Table(
    name="sources",
    title="Sources",
    says="Outlets and bodies that publish reports.",
    columns=(
        required("id", "Its slug"),
        required("name", "What it is called; its slug if nobody said"),
    ),
    label="name",
)
AGENTS = Table(
    name="agents",
    title="Agents",
    says="Voices that claims are said by, and the origins they share.",
    columns=(
        required("id", "Its slug; never made from a private person's name"),
        required("name", "What it is called; its slug if nobody said"),
        text("kind", "official, ministry, wire_agency, witness ..."),
        text("party", "The party to the conflict that it belongs to"),
        text("origin", "The agent it speaks for; both count once", "agents"),
    ),
    label="name",
    facets=("kind", "party"),
)
PLACES = Table(
    name="places",
    title="Places",
    says="Places that claims are about, and what they lie in.",
    columns=(
        required("id", "Its slug"),
        required("name", "What it is called; its slug if nobody said"),
        text("level", "country, adm1, city, adm2, facility ..."),
        text("part_of", "The next larger place", "places"),
        number("latitude", "In degrees north"),
        number("longitude", "In degrees east"),
    ),
    label="name",
    facets=("level",),
)
WEAPONS = Table(
    name="weapons",
    title="Weapons",
    says="Weapons that claims are about.",
    columns=(
        required("id", "Its slug"),
        required("name", "What it is called; its slug if nobody said"),
        text("kind", "ballistic_missile, drone ..."),
        text("aliases", "JSON list of other names"),
        text("broader", "The wider class it belongs to", "weapons"),
    ),
    label="name",
)
REPORTS = Table(
    name="reports",
    title="Reports",
    says="Publications that may be updated: articles, live pages, posts, dataset rows.",
    columns=(
        required("id", "Its id"),
        required("source", "Who publishes it", "sources"),
        text("title", "Its headline, as carried last"),
        text("url", "Where it is"),
        text("language", "The language it is in"),
        text("derived_from", "The agent or report whose text it carries"),
        integer("updates", "Number of updates of it", is_required=True),
        required("first_known_at", "When the log knew its first update"),
        required("last_known_at", "When the log knew its last update"),
    ),
    searched=("title",),
    label="title",
    sort_desc="last_known_at",
)
UPDATES = Table(
    name="updates",
    title="Updates",
    says="Every revision of every report, as it was appended.",
    columns=(
        required("id", "report/update"),
        required("report", "The report it is a revision of", "reports"),
        required("update_id", "Its id within the report"),
        required("source", "Who published it", "sources"),
        required("incident", "The incident it is about, if its claims say no other"),
        text("label", "What it calls itself: [UPDATES] As of 11 a.m."),
        required("signal", "new, update, correction, retraction, hold ..."),
        text("as_of", "The moment it speaks about"),
        text("as_of_latest", "The end of that, if it is a period"),
        text("published_at", "What its page prints"),
        required("known_at", "When the log knew it"),
        required("recorded_at", "When it was appended"),
        integer("position", "Its place in the log", is_required=True),
        text("timezone", "The zone of its wall times"),
        text("derived_from", "The agent or report whose text it carries"),
        integer("refers", "1 if it speaks about other updates or claims"),
        required("flags", "JSON list, as known last: backfilled, silent_edit ..."),
        text("text", "The text of this revision"),
    ),
    indexes=(
        ("report", "known_at", "published_at", "update_id"),
        *(("derived_from",), ("incident",)),
    ),
    searched=("label", "text"),
    label="label",
    facets=("source", "signal"),
    sort_desc="known_at",
)
CONCERNS = Table(
    name="concerns",
    title="Concerns",
    says="Which updates are about which incidents.",
    columns=(
        required("incident", "The incident", "incidents"),
        required("update_ref", "The update", "updates"),
    ),
    pk=("incident", "update_ref"),
    indexes=(("update_ref",),),
    is_hidden=True,
)
CLAIMS = Table(
    name="claims",
    title="Claims",
    says="Every claim as it was made, whatever became of it.",
    columns=(
        required("id", "report/update#claim; ~n for an editor's n-th correction"),
        required("type", "casualties, damage, outage, strike, statement ..."),
        required("incident", "The incident it is about", "incidents"),
        text("update_ref", "The update that made it", "updates"),
        text("said_by", "The voice: who is quoted, else the source", "agents"),
        text("place", "Where, if it says so", "places"),
        text("count_text", "The count as it was put"),
        integer("denied", "1 if it denies the count"),
        text("quote", "The words it rests on"),
        integer("span_start", "Where the quote begins in the update's text"),
        integer("span_end", "Where it ends, in code points"),
        text("fields", "JSON of what its type says beside these columns"),
        required("as_of", "The moment it speaks about; of a period the start"),
        required("as_of_latest", "The end of that period"),
        text("as_of_text", "That moment in the report's words"),
        *OCCURRED,
        required("known_at", "When the log knew it"),
        integer("position", "The place in the log of what made it", is_required=True),
        text("by", "The editor who made it, if one did"),
        NOTE,
    ),
    indexes=(("incident", "known_at"), ("update_ref",)),
    searched=("quote",),
    label="quote",
    facets=("type", "said_by"),
    sort_desc="known_at",
)
DESCRIPTIONS = Table(
    name="descriptions",
    title="Descriptions",
    says="What was said last about each field of an incident, agent, place or weapon.",
    columns=(
        required("noun", "incidents, agents, places, weapons or sources"),
        required("id", "What is described"),
        required("field", "The field that is described"),
        required("value", "What is said of it, as JSON"),
        required("known_at", "When the log knew that"),
        required("published_at", "What the page prints; empty if nothing"),
        required("report", "The report that says so; empty for an editor"),
        required("update_id", "The update that says so"),
        integer("position", "The place in the log of what says so", is_required=True),
    ),
    pk=("noun", "id", "field"),
    is_hidden=True,
)
FIGURE_CHANGES = Table(
    name="figure_changes",
    title="Figure changes",
    says="Each change of a figure at the latest T as the log learnt more, and why.",
    columns=(
        integer("id", "Number of the row; a rebuild may give it another"),
        required("incident", "The incident it is about", "incidents"),
        required("noun", "casualties, damage, outages, strikes, indicators, observed"),
        text("place", "Where", "places"),
        required("subject", "JSON object: what is counted, by field"),
        required("known_at", "When the log learnt what moved it"),
        number("low_before", "The lowest number before; empty if open or no figure"),
        number("best_before", "The best number before, by the policy latest"),
        number("high_before", "The highest number before"),
        number("low", "The lowest number from then on"),
        number("best", "The best number from then on"),
        number("high", "The highest number from then on"),
        integer("contested", "1 if origins disagree from then on; empty if no figure"),
        required(
            "cause",
            "new harm, later count, late report, correction, retraction, hold, release,"
            " merge, unmerge, description",
        ),
        text("claim", "The claim that moved it, if one did", "claims"),
    ),
    indexes=(("incident", "known_at"), ("known_at",)),
    sort_desc="known_at",
    is_hidden=True,
)
MERGES = Table(
    name="merges",
    title="Merges",
    says="Which incidents were ever merged into which, whether or not they still are.",
    columns=(
        required("incident", "What was merged"),
        required("survivor", "What it was merged into"),
    ),
    pk=("incident", "survivor"),
    is_hidden=True,
)
REACHED = Table(
    name="reached",
    title="Reached",
    says="Up to which K the rows of each incident were made.",
    columns=(
        required("incident", "The incident"),
        required("known_at", "The last K that its rows know"),
    ),
    pk=("incident",),
    is_hidden=True,
)
PROJECTION = Table(
    name="projection",
    title="Projection",
    says="Which log the tables are made from, and up to which position.",
    columns=(
        required("name", "origin, schema, position, or leaf: the event's hash there"),
        required("value", "Its value"),
    ),
    pk=("name",),
    is_hidden=True,
)

REGISTERS = (
    *(PLACES, INCIDENTS, SOURCES, AGENTS, WEAPONS, REPORTS, UPDATES, CLAIMS),
    *(CONCERNS, DESCRIPTIONS, FIGURE_CHANGES, MERGES, REACHED, PROJECTION),
)
