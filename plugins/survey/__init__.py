"""Surveys: a business asks, customers answer on their own phones, the answers count themselves."""
