"""Who takes part: delegations, participants, their passes, and the sheet they come from."""
