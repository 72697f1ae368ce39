"""Certificates: who earned one, issue, issue anew, hand over."""
