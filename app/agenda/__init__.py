"""The agenda: sessions on days in rooms, and who presents."""
