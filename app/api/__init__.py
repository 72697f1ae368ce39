"""The documented HTTP API for devices and integrations: thin doors to the same verbs."""
