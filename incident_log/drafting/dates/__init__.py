"""When: what the times of an article mean, and what happened at them."""
