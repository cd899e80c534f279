"""Who says what: quotations, attributions, and what is said of claims."""
