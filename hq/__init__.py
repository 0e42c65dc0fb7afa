"""Head office: grants rights to stations, receives their journals, resolves conflicts."""
