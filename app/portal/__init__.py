"""Pages of one person over many rooms: the pass, the agenda, the papers."""
