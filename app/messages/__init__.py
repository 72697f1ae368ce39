"""The outbox: what goes out by mail, to whom, and whether it arrived."""
