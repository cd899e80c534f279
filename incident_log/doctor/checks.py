"""What one check found, in the words that are printed."""

from dataclasses import dataclass

OK, WARNING, WRONG = "ok", "warning", "wrong"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    about: str
    verdict: str  #: ok, warning or wrong
    found: str
    to_do: str = ""  #: unless it is ok

    def __str__(self) -> str:
        remedy = f": {self.to_do}" if self.to_do else ""
        return f"{self.verdict:8}{self.about}, {self.found}{remedy}"


def ok(about: str, found: str) -> Check:
    """Say that all is well."""
    return Check(about, OK, found)


def warning(about: str, found: str, to_do: str) -> Check:
    """Say what may become a trouble."""
    return Check(about, WARNING, found, to_do)


def wrong(about: str, found: str, to_do: str) -> Check:
    """Say what has to be put right."""
    return Check(about, WRONG, found, to_do)
