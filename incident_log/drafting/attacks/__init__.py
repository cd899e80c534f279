"""What attacks and disasters did to things, and what they were made with."""
