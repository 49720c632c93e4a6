"""Mail: rendered at once, kept in an outbox, delivered by a job."""
