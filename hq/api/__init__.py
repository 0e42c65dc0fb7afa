"""The HTTP skin: one file a resource, over the use cases."""
