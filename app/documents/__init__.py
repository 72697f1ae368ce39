"""Papers with a number, a code and a hash; the public page that verifies them."""
