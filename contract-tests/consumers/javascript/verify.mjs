// Verifies pacts against a running demo server: those in the folder pacts, or those of a broker.
import path from 'node:path';
import { readdirSync } from 'node:fs';
import pact from '@pact-foundation/pact';

const { env } = process;
const source = env.PACT_BROKER_BASE_URL
  ? {
      pactBrokerUrl: env.PACT_BROKER_BASE_URL,
      pactBrokerToken: env.PACT_BROKER_TOKEN,
      consumerVersionSelectors: [{ mainBranch: true }, { deployedOrReleased: true }],
      failIfNoPactsFound: true,
    }
  : { pactUrls: readdirSync('pacts').map((file) => path.resolve('pacts', file)) };

await new pact.Verifier({
  provider: 'notiflows',
  providerBaseUrl: env.NOTIFLOWS_URL ?? 'http://127.0.0.1:8080',
  providerStatesSetupUrl: env.NOTIFLOWS_STATES_URL ?? 'http://127.0.0.1:8081/provider-states',
  logLevel: 'warn',
  ...source,
}).verifyProvider();
