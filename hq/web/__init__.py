"""What all routes share: errors, wire messages, paging, request limits and health."""
