package com.notiflows.contract;

import au.com.dius.pact.provider.junitsupport.loader.PactBroker;

/** The pacts of the broker at {@code pactbroker.url}; part of a build that sets it. */
@PactBroker
class BrokerPacts extends PactVerification {}
