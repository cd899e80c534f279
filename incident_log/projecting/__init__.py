"""From the log to the tables: what is new is taken in, or everything made again."""
