"""An incident at a moment, answered from the tables alone."""
