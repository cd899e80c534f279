"""What is installed: every package there is."""

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_package_is_installed() -> None:
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg")
    told = settings["options"]["packages"].split()

    folders = [path.parent for path in ROOT.glob("incident_log/**/__init__.py")]
    found = [".".join(folder.relative_to(ROOT).parts) for folder in folders]
    assert sorted([*found, "incident_log.fixtures"]) == sorted(told)
