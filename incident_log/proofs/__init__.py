"""What a log can prove to others: that it was not changed, and what it holds."""
