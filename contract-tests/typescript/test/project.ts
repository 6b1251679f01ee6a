import assert from "node:assert/strict";
import { adminClient, type ErrorBody, type ErrorResponse, userClient } from "notiflows-client";

function setting(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set`);
  return value;
}

const baseUrl = setting("NOTIFLOWS_URL");
const publicKey = setting("NOTIFLOWS_PUBLIC_KEY");

/** A client of the project that the test run was given. */
export const admin = adminClient({ baseUrl, publicKey, secretKey: setting("NOTIFLOWS_SECRET_KEY") });

/** The same, with a key that nobody ever had. */
export const stranger = adminClient({ baseUrl, publicKey, secretKey: "sk_nobody" });

/** The signed-in user `dora`. */
export const dora = userClient({ baseUrl, publicKey, userKey: setting("NOTIFLOWS_USER_KEY") });

/** Somebody who is not signed in. */
export const nobody = userClient({ baseUrl, publicKey, userKey: "no.jwt.here" });

/** The id of the channel of a provider. */
export async function channel(provider: string): Promise<string> {
  const { data } = await admin.GET("/admin/channels");
  const found = data?.items.find((item) => item.provider === provider);
  assert.ok(found, `no channel of ${provider}`);
  return found.id;
}

/** What came back, if it is good. */
export function good<T>(answer: { data?: T; error?: ErrorResponse; response: Response }, status = 200): T {
  assert.equal(answer.response.status, status, JSON.stringify(answer.error));
  assert.ok(answer.data);
  return answer.data;
}

/** What came back, if it is an error in the one shape of errors. */
export function refusal(answer: { error?: ErrorResponse; response: Response }, status: number): ErrorBody {
  assert.equal(answer.response.status, status);
  assert.ok(answer.error);
  const { error } = answer.error;
  assert.equal(error.status, status);
  assert.equal(error.request_id, answer.response.headers.get("x-request-id"));
  assert.ok(error.type.endsWith(`/${error.code}`), error.type);
  return error;
}
