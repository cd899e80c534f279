"""The pages of ours: an incident at a moment, two moments compared, all incidents."""
