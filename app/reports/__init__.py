"""Pages that only read: what is ready the evening before, and the report of the chair."""
