"""The record of background work, and the engine that does it."""
