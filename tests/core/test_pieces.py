"""Pieces of pages, put there by the modules that draw them."""

from core.pieces import Pieces


def test_pieces_stand_by_order_whoever_came_first():
    pieces = Pieces()
    pieces(order=30)(lambda run, member: "<p>memberships</p>")

    @pieces(order=20)
    def coupons(run, member):
        return f"<p>coupons of {member}</p>"

    @pieces(order=10)
    def nothing(run, member):
        return " \n"

    assert pieces.drawn(None, "Lin") == ["<p>coupons of Lin</p>", "<p>memberships</p>"]
