"""A lucky draw: customers tap and see at once what they won; staff hand it out at the counter."""
