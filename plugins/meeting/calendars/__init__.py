"""Meetings as calendars read them (RFC 5545, 5546, 7986).

`zones`: the clocks; `events`: one meeting; `recurring`: a series by its rule; `objects`: whole calendars;
`invitations`: what one guest is mailed; `feeds`: what calendars fetch again and again; `elsewhere`: calendars
on the web.
"""
