"""The tests of a consumer.

They run against Pact's mock server and write pacts/nightly-job-notiflows.json.
"""

import json
import unittest
import urllib.request
from urllib.error import HTTPError

from pact import Pact, match

CHANNEL = "018dfbef-8443-214c-7425-4b635cf84432"
KEYS = {
    "x-notiflows-api-key": "pk_demo_notiflows",
    "x-notiflows-secret-key": "sk_demo_notiflows",
}


def call(server, method, path, headers, body=None):
    """The code under test."""
    request = urllib.request.Request(
        f"{server.url}{path}",
        method=method,
        headers=headers | {"Content-Type": "application/json"},
        data=None if body is None else json.dumps(body).encode(),
    )
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


class ConsumerTest(unittest.TestCase):
    def setUp(self):
        self.pact = Pact("nightly-job", "notiflows").with_specification("V4")

    def tearDown(self):
        self.pact.write_file("pacts")

    def test_registers_one_device_too_many(self):
        path = f"/admin/users/user_12345/channel-settings/{CHANNEL}"
        body = {"settings": {"device_tokens": ["phone", "tablet"]}}
        (
            self.pact.upon_receiving("two devices where one is allowed")
            .given(
                "the APNs channel takes so many device tokens of a user",
                token_cap=1,
            )
            .with_request("PUT", path)
            .with_headers(KEYS)
            .with_body(body)
            .will_respond_with(422)
            .with_body({"error": {"code": "validation_failed"}})
        )
        with self.pact.serve() as server:
            status, answer = call(server, "PUT", path, KEYS, body)
        self.assertEqual((422, "validation_failed"), (status, answer["error"]["code"]))

    def test_reads_fixed_times(self):
        path = "/admin/users/jane"
        (
            self.pact.upon_receiving("a request for a user")
            .given(
                "there is a user",
                user_id="jane",
                fields={"email": "jane@example.com"},
                created_at="2020-02-29T12:00:00Z",
            )
            .with_request("GET", path)
            .with_headers(KEYS)
            .will_respond_with(200)
            .with_body(
                {
                    "email": match.regex("jane@example.com", regex=".+@.+"),
                    "created_at": "2020-02-29T12:00:00.000000Z",
                }
            )
        )
        with self.pact.serve() as server:
            status, answer = call(server, "GET", path, KEYS)
        self.assertEqual((200, "jane@example.com"), (status, answer["email"]))


if __name__ == "__main__":
    unittest.main()
