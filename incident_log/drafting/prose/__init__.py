"""The text of an article as rules see it, from its letters to tagged items."""
