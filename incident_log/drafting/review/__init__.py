"""What a person decides about a draft, claim by claim, and the update it makes."""
