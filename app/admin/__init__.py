"""Administration: screens and commands for what lies below, and the house's own examination."""
