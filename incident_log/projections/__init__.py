"""The tables as projections of the log: one module a noun, and the fold along K."""

from incident_log.projections.casualties import CASUALTIES
from incident_log.projections.damage import DAMAGE
from incident_log.projections.enclosures import ENCLOSURES
from incident_log.projections.indicators import INDICATORS
from incident_log.projections.links import LINKS
from incident_log.projections.nouns import Noun
from incident_log.projections.observed import OBSERVED
from incident_log.projections.occurrences import OCCURRENCES
from incident_log.projections.outages import OUTAGES
from incident_log.projections.registers import REGISTERS
from incident_log.projections.remarks import REMARKS
from incident_log.projections.statements import STATEMENTS
from incident_log.projections.strikes import STRIKES
from incident_log.projections.targets import TARGETS
from incident_log.projections.titles import TITLES
from incident_log.projections.verifications import VERIFICATIONS
from incident_log.tables.spec import Table

#: The nouns that are counted, and so have figures.
COUNTED = (CASUALTIES, DAMAGE, OUTAGES, STRIKES, INDICATORS, OBSERVED)

#: Every history table's noun, by its name.
NOUNS: dict[str, Noun] = {
    noun.name: noun
    for noun in (
        *COUNTED,
        *(STATEMENTS, OCCURRENCES, TARGETS, LINKS, VERIFICATIONS),
        *(ENCLOSURES, REMARKS, TITLES),
    )
}

HISTORIES: tuple[Table, ...] = tuple(noun.table for noun in NOUNS.values())

#: Every table of ``incidents.db``.
TABLES: tuple[Table, ...] = (*REGISTERS, *HISTORIES)
