"""Any of geopy's geocoders, held to our rules: one call a second for the whole installation, an
answer kept for good, a rest after five failures, and no trust in what comes back."""

import ssl
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from http.client import HTTPResponse
from typing import Any
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from geopy.adapters import URLLibAdapter
from geopy.exc import ConfigurationError, GeocoderServiceError, GeocoderTimedOut, GeopyError
from geopy.geocoders import get_geocoder_for_service

from directory.config import SettingError
from directory.extensions import now
from directory.geo import actions
from directory.geo.geocoder import GeocoderUnavailable, Located, OfflineGeocoder
from directory.geo.place import Point, kilometres

_SECONDS = 5.0  # without a byte
_SECONDS_IN_ALL = 10.0
_LARGEST_ANSWER = 1024 * 1024  # bytes
_FAR_KM = 80.0  # from the town of the address: then it is another address's point


class GeopyGeocoder:
    """`service` is geopy's short name, such as "nominatim"; `options` are given to its class.
    `offline` says where the address must lie, roughly. Raises SettingError for a bad name."""

    def __init__(
        self,
        service: str,
        options: Mapping[str, Any],
        user_agent: str,
        offline: OfflineGeocoder | None = None,
        clock: Callable[[], datetime] = now,
        seconds: float = _SECONDS_IN_ALL,
    ) -> None:
        self._name, self._offline, self._clock, self._seconds = service, offline, clock, seconds
        try:
            self._geopy = get_geocoder_for_service(service)(
                **options,
                user_agent=user_agent,
                timeout=min(_SECONDS, seconds),
                adapter_factory=_CarefulAdapter,
            )
        except (GeopyError, ConfigurationError, TypeError) as error:
            raise SettingError(f"DIRECTORY_GEOCODER={service} cannot be used: {error}") from None

    def locate(self, words: str) -> Located | None:
        words = " ".join(words.split())[:300]
        kept = actions.kept_answer(self._name, words)
        if kept is None:
            if wait := actions.take_turn(self._name, self._clock()):
                raise GeocoderUnavailable("it is not our turn", wait)
            try:
                point = self._ask(words)
            except Exception as error:  # whatever a stranger's answer broke in the library
                wait = actions.note_failure(self._name, self._clock())
                raise GeocoderUnavailable(type(error).__name__, wait) from error
            actions.keep_answer(self._name, words, point, self._clock())
            kept = (point,)
        if kept[0]:
            return Located(*kept[0], precision="street", credit=self._name)
        return self._offline.locate(words) if self._offline else None

    def ping(self) -> bool:
        return actions.may_ask(self._name, self._clock())

    def _ask(self, words: str) -> Point | None:
        found = _in_time(self._seconds, lambda: self._geopy.geocode(words))
        if found is None:
            return None
        point = (float(found.latitude), float(found.longitude))
        # geopy makes a missing point 0, 0, which is open sea.
        if not (abs(point[0]) <= 90 and abs(point[1]) <= 180) or point == (0.0, 0.0):
            raise GeocoderServiceError("the answer is no point on land")
        rough = self._offline.locate(words) if self._offline else None
        if rough and kilometres(point, rough.point) > _FAR_KM:
            return None
        return point


def _in_time(seconds: float, call: Callable[[], Any]) -> Any:
    """The call's answer, within so many seconds in all: a server that sends a byte now and then
    never runs into a timeout of its own."""
    answers: list[Any] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(call())
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not answers:
        raise GeocoderTimedOut("no whole answer in time")
    return answers[0]


class _NoRedirects(HTTPRedirectHandler):
    """A geocoder that points elsewhere, perhaps into our own network, has failed."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class _CarefulAdapter(URLLibAdapter):  # type: ignore[misc]
    """geopy's own adapter without redirects, and with an end to how much is read."""

    def __init__(self, *, proxies: Any, ssl_context: ssl.SSLContext) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        handlers = [HTTPSHandler(context=ssl_context), _NoRedirects()]
        opener = build_opener(*handlers, *([ProxyHandler(proxies)] if proxies is not None else []))

        def urlopen(request: Request, timeout: float) -> "_ShortResponse":
            return _ShortResponse(opener.open(request, timeout=timeout))

        self.urlopen = urlopen


class _ShortResponse:
    """A response of which no more than a megabyte is read."""

    def __init__(self, response: HTTPResponse) -> None:
        self._response = response

    def read(self) -> bytes:
        deadline = time.monotonic() + _SECONDS_IN_ALL
        body = b""
        with self._response:
            while chunk := self._response.read1(65536):
                body += chunk
                if len(body) > _LARGEST_ANSWER or time.monotonic() > deadline:
                    raise GeocoderServiceError("the answer is too long")
        return body

    def __getattr__(self, name: str) -> Any:
        return getattr(self._response, name)
