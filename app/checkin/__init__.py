"""The gate: devices, scans, and who was there."""
