"""Copies of a log that outlive it: backups, and lines of JSON that need no SQLite."""
