"""Casualties: who was harmed, and how many, by rules over tagged items."""
