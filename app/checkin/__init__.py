"""The gate: devices, scans, and who is here; what attendance means stands in `attendance`."""
