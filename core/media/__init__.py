"""Photos of a tenant: taken on a phone, checked, drawn anew as WebP, served from the tenant's address."""
