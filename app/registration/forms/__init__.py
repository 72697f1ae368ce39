"""What people type in the registration: one module for each part of its doors."""
