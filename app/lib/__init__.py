"""Plain Python without Flask or database."""
