"""Work after the answer: jobs leave through an outbox, at least once, and each is safe to run twice."""
