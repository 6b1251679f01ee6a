package com.notiflows.contract;

import au.com.dius.pact.provider.junitsupport.loader.PactBroker;

/** Verifies the pacts of the broker at {@code pactbroker.url}. Runs only if the property is set. */
@PactBroker
class BrokerPacts extends PactVerification {}
