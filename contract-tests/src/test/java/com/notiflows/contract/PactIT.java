package com.notiflows.contract;

import au.com.dius.pact.provider.junitsupport.loader.PactSource;

/** Verifies the pacts of a folder, see {@link PactFiles}. */
@PactSource(PactFiles.class)
class PactIT extends PactVerification {}
