"""Weapons that are named without being counted in a strike: carriers and targets."""

from collections.abc import Iterable

from incident_log.drafting.attacks.arms import described
from incident_log.drafting.attacks.launching import is_carrier
from incident_log.drafting.prose.article import Article
from incident_log.drafting.prose.findings import Finding
from incident_log.drafting.prose.tagged import tagged

#: Kinds that shoot at what comes, or are shot at: not what attacks are made with.
_DEFENCES = ("air_defence",)


def weapon_mentions(article: Article, findings: Iterable[Finding]) -> list[Finding]:
    """Return a finding for every weapon that is a "platform", a "target" or "used".

    Other weapons, of which the article says nothing like that, are left out.
    """
    roles: dict[int, tuple[str, int | str | None]] = {}
    for finding in findings:
        role = {"strike": "used", "target": "target"}.get(finding.type)
        if role is not None:
            count = finding.fields.get("count") if role == "used" else None
            items = range(finding.first, finding.last)
            roles |= {item: (role, count) for item in items if item not in roles}
    found = []
    for item in tagged(article, "weapon"):
        role, count = roles.get(item, ("", None))
        if role != "target" and _is_platform(article, item):
            role, count = "platform", None
        if role:
            fields = {
                "id": described(article, item)["id"],
                "role": role,
                "count": count,
            }
            rule = f"weapons.{role}"
            found.append(Finding("weapon", fields, item, item + 1, item, rule))
    return found


def _is_platform(article: Article, item: int) -> bool:
    return is_carrier(article, item) or described(article, item)["kind"] in _DEFENCES
