"""People: everybody a tenant knows, one record each; seats, invitations, joining and coming back."""
