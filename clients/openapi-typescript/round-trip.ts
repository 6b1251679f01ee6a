// The round trip of docs/clients.md, with the types that openapi-typescript writes, and openapi-fetch.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

type WrittenSettings = components["schemas"]["WrittenSettings"];

const { NOTIFLOWS_URL, NOTIFLOWS_CLIENT: client, NOTIFLOWS_PUBLIC_KEY, NOTIFLOWS_SECRET_KEY } = process.env;
const api = createClient<paths>({
  baseUrl: NOTIFLOWS_URL!,
  headers: { "x-notiflows-api-key": NOTIFLOWS_PUBLIC_KEY, "x-notiflows-secret-key": NOTIFLOWS_SECRET_KEY },
});
const [ann, bob] = [`${client}-ann`, `${client}-bob`];
const [t1, t2, t3, t4] = [1, 2, 3, 4].map((n) => `${client}-t${n}`);
const webhook_url = "https://1.1.1.1/hooks/ann";
const ofOneChannel = "/admin/users/{user_id}/channel-settings/{channel_id}";

// @ts-expect-error No provider has such a setting.
export const unknown: WrittenSettings = { nope: 1 };

/** The data of a response that must be one of success. */
function data<T>({ data, error }: { data?: T; error?: unknown }): T {
  assert(data !== undefined, JSON.stringify(error));
  return data;
}

const update = (channel_id: string, settings: WrittenSettings) =>
  api.PUT(ofOneChannel, { params: { path: { user_id: ann, channel_id } }, body: { settings } });

async function put(channel_id: string, settings: WrittenSettings) {
  const stored = data(await update(channel_id, settings));
  const read = await api.GET(ofOneChannel, { params: { path: { user_id: ann, channel_id } } });
  assert.deepEqual(data(read), stored);
  return stored;
}

async function main() {
  const { items } = data(await api.GET("/admin/channels"));
  const { apns, slack, webhook } = Object.fromEntries(items.map((c) => [c.provider, c.id]));
  for (const user_id of [ann, bob]) {
    data(await api.PUT("/admin/users/{user_id}", { params: { path: { user_id } }, body: {} }));
  }

  let stored = await put(apns, { device_tokens: [t1, t2] });
  assert.equal(stored.provider, "apns");
  assert.deepEqual(stored.settings.device_tokens, [t1, t2]);
  console.log("ok apns");

  stored = await put(slack, { slack_channel_id: "C024BE91L", slack_user_id: "U024BE7LH" });
  assert.equal(stored.settings.slack_channel_id, "C024BE91L");
  assert.equal(stored.settings.slack_user_id, "U024BE7LH");
  console.log("ok slack");

  stored = await put(webhook, { webhook_url });
  assert.equal(stored.settings.webhook_url, webhook_url);
  console.log("ok webhook");

  const patched = await api.PATCH(ofOneChannel, {
    params: { path: { user_id: ann, channel_id: apns } },
    body: { device_tokens: { add: [t3], remove: [t1] } },
  });
  assert.deepEqual(data(patched).settings.device_tokens, [t2, t3]);
  console.log("ok patch");

  const results = data(
    await api.POST("/admin/channel-settings/bulk", {
      body: {
        mode: "partial",
        items: [
          { user_id: bob, channel_id: apns, settings: { device_tokens: [t4] } },
          { user_id: bob, channel_id: webhook, settings: { webhook_url } },
        ],
      },
    }),
  );
  assert.deepEqual([results.stored, results.removed, results.failed], [2, 0, 0]);
  assert.deepEqual(results.items[0].channel_settings?.settings.device_tokens, [t4]);
  assert.equal(results.items[1].channel_settings?.settings.webhook_url, webhook_url);
  console.log("ok bulk");

  const page = data(await api.GET("/admin/users", { params: { query: { limit: 2 } } })).items;
  assert.deepEqual(page.map((user) => user.external_id), [bob, ann]);
  const onSlack = page.map((user) => user.channel_settings.filter((s) => s.channel_id === slack));
  assert.deepEqual(onSlack.map((found) => found.length), [0, 1]);
  assert.equal(onSlack[1][0].settings.slack_channel_id, "C024BE91L");
  assert.equal(onSlack[1][0].settings.slack_user_id, "U024BE7LH");
  console.log("ok page");

  const notFound = await api.GET("/admin/users/{user_id}", { params: { path: { user_id: `${client}-nobody` } } });
  assert.equal(notFound.response.status, 404);
  assert.equal(notFound.error?.error.code, "not_found");
  assert.equal(notFound.error?.error.details.resource, "user");
  console.log("ok not_found");

  const invalid = await update(slack, { device_tokens: [t1] });
  assert.equal(invalid.response.status, 422);
  assert.equal(invalid.error?.error.code, "validation_failed");
  assert.deepEqual(invalid.error?.error.details.fields?.map((f) => `${f.field} ${f.reason}`).sort(), [
    "settings required",
    "settings.device_tokens wrong_provider",
  ]);
  console.log("ok validation_failed");
}

main();
