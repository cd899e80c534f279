"""Living data of others, brought in with its past: tables, scraped files, feeds."""
