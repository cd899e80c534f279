"""What several of a kind are called one by one."""


def singular(noun: str) -> str:
    """Turn "nurseries" into "nursery", "churches" into "church"."""
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "sses", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
