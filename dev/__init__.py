"""Tools for those who build Rakornis; nothing here runs in production."""
