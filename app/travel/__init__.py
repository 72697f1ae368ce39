"""When people arrive and leave, what they need, and the lists the committee makes of both."""
