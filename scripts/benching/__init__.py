"""What ``scripts/bench`` measures: one module a question, all on data made here."""
