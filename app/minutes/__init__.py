"""Minutes: entries typed while people speak, published as a frozen paper."""
