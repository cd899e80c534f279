"""Run the command line: ``python -m incident_log``."""

from incident_log.cli import main

main()
