"""Pages of organizers: their own account, and their records at the desk of a service."""
