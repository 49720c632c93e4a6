"""How somebody comes to own a community: try a scenario from the landing page, then claim it."""

import re


def try_the_laundry(thumb, address):
    """From the landing page to the console of a shop that is live; gives its slug."""
    return try_scenario(thumb, address, "laundry")


def try_scenario(thumb, address, name):
    """From the landing page to the console of a community of this scenario; gives its slug."""
    thumb.page.goto(address)
    thumb.tap(".hero a.btn")
    thumb.tap(f'#{name} form[action*="/-/try/{name}"] button')
    thumb.page.wait_for_url("**/console/**")
    return re.search(r"/console/([^/?]+)", thumb.page.url)[1]


def claim(thumb):
    """Make it one's own with an address and a password."""
    thumb.tap('a[href*="/-/claim"]')
    thumb.type("#email", "owner@shop.example")
    thumb.type("#password", "a short sentence of mine")
    thumb.tap("form button.door")
    thumb.page.wait_for_url("**/-/claimed**")
