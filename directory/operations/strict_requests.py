"""waitress accepts requests that two servers can read in two ways, and hides the trace from the
application (TRUST F12). This parser refuses them before anything is read."""

from collections import Counter

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer

HEADERS = 100  # lines in one request
# What waitress parses instead of headers that were too large, to answer 431.
PLACEHOLDER = b"GET / HTTP/1.0\r\n"
LONGEST_LINE = 8 * 1024  # bytes of the request line, the address included


class StrictParser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    def parse_header(self, header_plus: bytes) -> None:
        """Raises ParsingError, which answers 400."""
        if header_plus == PLACEHOLDER:
            super().parse_header(header_plus)
            return
        first, *lines = header_plus.lstrip(b"\r\n").split(b"\r\n")
        names = Counter(line.partition(b":")[0].strip().lower() for line in lines)
        if len(first) > LONGEST_LINE:
            raise ParsingError("The address is too long.")
        if len(lines) > HEADERS:
            raise ParsingError("There are too many headers.")
        if any(line[:1] in b" \t" and line for line in lines):
            raise ParsingError("A header goes over two lines.")
        if names[b"host"] != 1:
            raise ParsingError("There must be exactly one Host header.")
        if names[b"content-length"] > 1 or names[b"transfer-encoding"] > 1:
            raise ParsingError("The length of the body is given twice.")
        if names[b"content-length"] and names[b"transfer-encoding"]:
            raise ParsingError("The length of the body is given in two ways.")
        super().parse_header(header_plus)


class StrictChannel(HTTPChannel):  # type: ignore[misc]
    parser_class = StrictParser


def be_strict(server: BaseWSGIServer) -> BaseWSGIServer:
    """Makes every connection of this server read requests strictly."""
    server.channel_class = StrictChannel
    return server
