"""Head office: gives out rights, receives what stations did, settles conflicts."""
