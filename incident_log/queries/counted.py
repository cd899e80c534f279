"""The rows of the six counted tables as one select: what is said, and of what."""

#: The columns of each counted table that say what is counted.
SUBJECTS = {
    "casualties": (
        *("outcome", "detail", "status", "sex", "age_group", "role"),
        *("measure", "subset_of", "counter"),
    ),
    "damage": ("object", "degree", "composite", "counter"),
    "outages": ("service", "state", "object", "composite", "counter"),
    "strikes": ("weapons", "phase", "actor", "counter"),
    "indicators": ("name", "unit", "counter"),
    "observed": ("kind", "counter"),
}

#: The tables that count nothing.
TOLD = ("statements", "occurrences", "targets", "links", "verifications")

#: The columns of subjects that hold a JSON list.
LISTS = frozenset({"role", "composite", "weapons"})

#: Whether a larger place must have at least as many: instances, subsets, composites and
#: indicators say nothing about the whole.
_IS_PART = {
    "casualties": "measure = 'total_to_date'",
    "damage": "composite IS NULL",
    "outages": "composite IS NULL",
    "strikes": "1",
    "indicators": "0",
    "observed": "1",
}

#: As long as a time, and before all of them.
_NO_TIME = " " * len("2024-12-20T09:00:00.000000Z")


def subject(noun: str) -> str:
    """Return the expression for what a row of *noun* counts: JSON without nulls."""
    pairs = ", ".join(
        f"'{name}', " + (f"json({noun}.{name})" if name in LISTS else f"{noun}.{name}")
        for name in SUBJECTS[noun]
    )
    return f"json_patch('{{}}', json_object({pairs}))"


def said(noun: str, source: str) -> str:
    """Return the select of what is said in rows of *noun*.

    *source* is what they come from: the table, or a join with it.
    """
    return f"""\
  SELECT '{noun}' AS noun, {noun}.incident, place,
    {subject(noun)} AS subject,
    {_IS_PART[noun]} AS is_part,
    low, high, value, denied,
    flags LIKE '%downward_revision%' AS is_lower,
    flags LIKE '%increment_without_total%' AS is_floor,
    flags LIKE '%origin_retracted%' AS is_retracted,
    -- Times are texts of one length: the greatest of these is the newest claim's.
    as_of || coalesce(published_at, '{_NO_TIME}') || known_at || as_of_latest
      AS newness,
    claims, as_of_from, as_of_to, known_from, known_to
  FROM {source}"""
