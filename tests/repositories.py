"""A git repository made by a test, commit by commit, at times that it says."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

_NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_NAME": "scraper" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "scraper@example.org" for who in ("AUTHOR", "COMMITTER")},
}


class Made:
    """A repository in *directory* that scrapes ``path``, on 20 December 2024."""

    def __init__(self, directory: Path, path: str = "fires.json") -> None:
        self.directory = directory
        self.path = path
        directory.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, at: str = "00:00:00") -> str:
        """Run git, as of a time of the day or a whole one."""
        moment = at if "T" in at else f"2024-12-20T{at}+00:00"
        dates = {"GIT_COMMITTER_DATE": moment, "GIT_AUTHOR_DATE": moment}
        done = subprocess.run(
            ["git", "-C", str(self.directory), *arguments],
            env={**os.environ, **_NOBODY, **dates},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self, at: str, content: Any, path: str | None = None) -> str:
        """Commit the file as it is at a time; return the commit's id.

        *content* is written as it is if it is text or bytes, else as JSON.
        """
        if not isinstance(content, str | bytes):
            content = json.dumps(content, indent=1)
        file = self.directory / (path or self.path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--all")
        return self.committed(at)

    def committed(self, at: str) -> str:
        """Commit what was changed."""
        self.git("commit", "-q", "--allow-empty", "-m", "scraped", at=at)
        return self.git("rev-parse", "HEAD")
