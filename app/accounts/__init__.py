"""Accounts, roles held per event, signing in, and links that carry a secret."""
