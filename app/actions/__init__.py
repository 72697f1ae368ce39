"""What offices have to do: actions born in the minutes, one obligation for each office."""
