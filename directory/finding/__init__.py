"""From a visitor's question to what is shown of the answer: the same for our own pages and for
the frame on other people's sites. Nothing here knows an address or a template."""
