"""Accounts: logins of people who work in a console. A guest's trial runs under an account without e-mail."""
