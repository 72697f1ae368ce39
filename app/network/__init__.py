"""The network of the venue: HTTPS on it, whom phones trust there, and what works in which situation."""
