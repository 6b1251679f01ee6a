"""Verifies pacts against a running demo server: those in the folder pacts, or those of a broker."""

import os
import sys

from pact import Verifier

verifier = (
    Verifier("notiflows", host="127.0.0.1")
    .add_transport(url=os.environ.get("NOTIFLOWS_URL", "http://127.0.0.1:8080"))
    .state_handler(
        os.environ.get("NOTIFLOWS_STATES_URL", "http://127.0.0.1:8081/provider-states"),
        teardown=True,
        body=True,
    )
)
if broker := os.environ.get("PACT_BROKER_BASE_URL"):
    verifier.broker_source(broker, token=os.environ.get("PACT_BROKER_TOKEN"))
else:
    verifier.add_source("pacts")
try:
    verifier.verify()
except RuntimeError:
    sys.exit(1)  # the verifier has printed what failed
