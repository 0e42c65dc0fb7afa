"""Who works here: signing in and approving."""
