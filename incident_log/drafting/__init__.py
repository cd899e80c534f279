"""Drafts of updates from the text of articles: deterministic, offline, explained.

An article is read once into items with tags; small rules over the tags find claims,
each with the words it rests on; a person reviews the draft before it is imported.
"""
