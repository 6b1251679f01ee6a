// The tests of a consumer. They run against Pact's mock server and write pacts/news-app-notiflows.json.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import pact from '@pact-foundation/pact';

const { MatchersV3, PactV4 } = pact;
const APNS = '018dfbef-8443-214c-7425-4b635cf84432';
const TOKEN = '740f4707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bb78ad';
const BACKEND = { 'x-notiflows-api-key': 'pk_demo_notiflows', 'x-notiflows-secret-key': 'sk_demo_notiflows' };

const pacts = new PactV4({ consumer: 'news-app', provider: 'notiflows', dir: 'pacts', logLevel: 'warn' });

// The code under test.
async function deviceTokens(server, headers, path) {
  const response = await fetch(server.url + path, { headers });
  const body = await response.json();
  return response.ok ? body.settings.device_tokens : body.error.code;
}

test('a backend reads device tokens', () => {
  const path = `/admin/users/user_12345/channel-settings/${APNS}`;
  return pacts
    .addInteraction()
    .given('the user has device tokens on the APNs channel', { device_tokens: [TOKEN] })
    .uponReceiving('a request for device tokens')
    .withRequest('GET', path, (request) => request.headers(BACKEND))
    .willRespondWith(200, (response) =>
      response.jsonBody({ settings: { device_tokens: MatchersV3.eachLike(TOKEN) } }))
    .executeTest(async (server) => assert.deepEqual(await deviceTokens(server, BACKEND, path), [TOKEN]));
});

test('a backend learns that its key has expired', () => {
  const path = `/admin/users/user_12345/channel-settings/${APNS}`;
  return pacts
    .addInteraction()
    .given('the secret key has expired')
    .uponReceiving('a request with an expired key')
    .withRequest('GET', path, (request) => request.headers(BACKEND))
    .willRespondWith(401, (response) => response.jsonBody({ error: { code: 'unauthenticated' } }))
    .executeTest(async (server) =>
      assert.equal(await deviceTokens(server, BACKEND, path), 'unauthenticated'));
});

test('an app reads the tokens of its user', () => {
  const path = `/user/channels/${APNS}/settings`;
  const example = { 'x-notiflows-api-key': 'pk_demo_notiflows', 'x-notiflows-user-key': 'any' };
  return pacts
    .addInteraction()
    .given('a user is signed in')
    .given('the user has device tokens on the APNs channel')
    .uponReceiving('a request of a user')
    .withRequest('GET', path, (request) =>
      request.headers({
        ...example,
        // The verifier replaces this by the key that the state returns.
        'x-notiflows-user-key': MatchersV3.fromProviderState('${user_key}', 'any'),
      }))
    .willRespondWith(200, (response) =>
      response.jsonBody({ provider: 'apns', settings: { device_tokens: MatchersV3.eachLike(TOKEN) } }))
    .executeTest(async (server) => assert.deepEqual(await deviceTokens(server, example, path), [TOKEN]));
});
