"""Meetings (会议通): from "when?" over invitation, agenda, door and live screen to "who does what?"."""
