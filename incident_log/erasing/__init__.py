"""Erasing: what words go, why they went, and that no byte of them stays."""
