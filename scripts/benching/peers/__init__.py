"""The peers, in an environment of their own beside the checkout; made on first use."""

import json
import subprocess
import sys
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benching.timing import command

_ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Peers:
    """Where the peers are installed."""

    bin: Path

    def program(self, name: str, *words: str | Path) -> Any:
        """Run one of the programs beside this file; return the JSON it prints."""
        file = Path(__file__).with_name(f"{name}.py")
        return json.loads(command(self.bin / "python", file, *words).said)


def peers() -> Peers:
    """Return the peers' environment; what is in it is the extra ``bench``."""
    home = _ROOT / ".peers"
    found = Peers(home / "bin")
    if not (found.bin / "git-history").exists():
        print("making .peers, once", flush=True)
        settings = ConfigParser()
        settings.read(_ROOT / "setup.cfg")
        wanted = settings["options.extras_require"]["bench"].split("\n")
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        pip = (found.bin / "pip", "install", "--quiet")
        subprocess.run([*pip, *filter(None, wanted)], check=True)
    return found
