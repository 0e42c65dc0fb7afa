"""Performances that do not take place as announced, their sales, and giving them back one by one."""
