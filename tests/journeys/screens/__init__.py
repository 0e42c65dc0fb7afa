"""Every screen of the station in its main states: rendered, judged and, when asked, written as pictures."""
