"""Where things happened, and whether they are of this incident at all."""
