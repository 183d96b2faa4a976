"""A person at the import pages, step by step."""

import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from directory.jobs.worker import run_due
from tests.staff import Browser, signed_in

TABLE = "Name of group,Run by,Telephone,E-mail,Street,Town,State,ZIP,When\n" + "".join(
    f"Grief Circle {n},Rosa's Circle,(612) 555-31{n:02},g{n}@example.org,{n} Lake Street,"
    f"Minneapolis,MN,55407,Every Tuesday at 6 pm\n"
    for n in range(10, 30)
)
MEANS = {
    "Name of group": "name",
    "Run by": "organization",
    "Telephone": "phone",
    "E-mail": "email",
    "Street": "address_1",
    "Town": "city",
    "State": "state",
    "ZIP": "postal_code",
    "When": "times",
}


@dataclass
class Wizard:
    browser: Browser
    address: str = ""

    def send_in(
        self, content: str | bytes, name: str = "groups.csv", *, source: str = "City list"
    ) -> TestResponse:
        raw = content.encode() if isinstance(content, str) else content
        fields = {"token": self.browser.token("/staff/imports"), "source": "0", "name": source}
        body = b"".join(
            f'--part\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        )
        head = f'--part\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body += head.encode() + b"Content-Type: text/plain\r\n\r\n" + raw + b"\r\n--part--\r\n"
        answer = self.browser.client.post(
            "/staff/imports",
            data=body,
            content_type="multipart/form-data; boundary=part",
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        if answer.status_code == 303:
            self.address = answer.headers["Location"]
            return self.page()
        return answer

    def page(self) -> TestResponse:
        return self.browser.get(self.address)

    def press(self, step: str, **data: Any) -> TestResponse:
        answer = self.browser.send(f"{self.address}/{step}", data)
        run_due()
        return self.page() if answer.status_code == 303 else answer

    def columns(self, **more: str) -> TestResponse:
        """Keeps what is suggested for each column."""
        fixed = {"country": "US", "kind": "support-group", "category": "community"} | more
        return self.press("columns", **self.suggested() | fixed)

    def suggested(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, options in re.findall(
            r'<select id="c\d+" name="(c\d+)".*?>(.*?)</select>', self.page().text, re.DOTALL
        ):
            chosen = re.search(r'<option value="([^"]*)" selected', options)
            found[name] = chosen[1] if chosen else ""
        return found

    def bring_in(self, content: str | bytes, *, publish: bool = False, **more: Any) -> TestResponse:
        """All steps one after the other."""
        answer = self.send_in(content, **more)
        assert answer.status_code == 200, answer.text
        if "What the columns mean" in answer.text:
            self.columns()
        answer = self.press("look", **({"publish": "yes"} if publish else {}))
        assert "What would happen" in answer.text, words(answer)
        return self.press("take", sure="yes")


def words(answer: TestResponse) -> str:
    """The main part of a page without its marks."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def wizard(app: Flask, role: str = "moderator") -> Wizard:
    return Wizard(signed_in(app, role))
