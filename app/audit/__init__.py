"""What was done, by whom and when, sealed in batches so that a change shows."""
