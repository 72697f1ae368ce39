"""How people come to take part: seat plans, delegations, nominations, substitutes, self-registration."""
