"""The demonstration: the real meeting of September 2024 with invented people, loaded through the verbs."""
