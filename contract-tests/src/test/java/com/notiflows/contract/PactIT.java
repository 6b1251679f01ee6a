package com.notiflows.contract;

import au.com.dius.pact.provider.junitsupport.loader.PactFolder;

/** The pacts in the folder {@code pacts} of this module. */
@PactFolder("pacts")
class PactIT extends PactVerification {}
