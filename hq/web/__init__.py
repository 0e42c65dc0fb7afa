"""What all routes share: errors, messages, paging, request limits, metrics and health."""
