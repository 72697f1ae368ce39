"""What the law on personal data (UU 27/2022) asks of a meeting: notice, rights, erasure, incidents."""
