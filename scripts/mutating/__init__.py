"""What ``scripts/mutate`` does: one small change at a time, and who sees it."""
