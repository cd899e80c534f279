"""Holds the log against its own hashes, and the tables against the log."""
