"""What attendance means: set by hand, by day and by session, closed, listed and printed."""
