"""An event: its days, places, letterhead, signers and rules."""
