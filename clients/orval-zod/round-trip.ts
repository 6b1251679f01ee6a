// The round trip of docs/clients.md, with the client and the zod schemas that orval writes.
import assert from "node:assert/strict";
import type { infer as Infer } from "zod";
import * as api from "./client";
import * as zod from "./zod";

const { NOTIFLOWS_URL, NOTIFLOWS_CLIENT: client, NOTIFLOWS_PUBLIC_KEY, NOTIFLOWS_SECRET_KEY } = process.env;
const keys = { "x-notiflows-api-key": NOTIFLOWS_PUBLIC_KEY!, "x-notiflows-secret-key": NOTIFLOWS_SECRET_KEY! };
const [ann, bob] = [`${client}-ann`, `${client}-bob`];
const [t1, t2, t3, t4] = [1, 2, 3, 4].map((n) => `${client}-t${n}`);
const webhook_url = "https://1.1.1.1/hooks/ann";

// The functions call paths without a host, as a browser can; Node needs one.
const { fetch } = globalThis;
globalThis.fetch = (path, init) =>
  fetch(`${NOTIFLOWS_URL}${path}`, { ...init, headers: { ...keys, ...(init?.headers as object) } });

type Update = Infer<typeof zod.UpdateUserChannelSettingsBody>;

// @ts-expect-error No provider has such a setting.
export const unknown: Update = { settings: { nope: 1 } };

/** The data of a response that must be one of success. */
function data<R extends { status: number; data: unknown }>(response: R) {
  assert(response.status < 300, JSON.stringify(response.data));
  return response.data as Extract<R, { status: 200 | 201 }>["data"];
}

const update = (channel: string, settings: Update["settings"]) =>
  api.updateUserChannelSettings(ann, channel, zod.UpdateUserChannelSettingsBody.parse({ settings }));

async function put(channel: string, settings: Update["settings"]) {
  const stored = zod.UpdateUserChannelSettingsResponse.parse(data(await update(channel, settings)));
  const read = data(await api.getUserChannelSettings(ann, channel));
  assert.deepEqual(zod.GetUserChannelSettingsResponse.parse(read), stored);
  return stored;
}

async function main() {
  const { items } = zod.ListChannelsResponse.parse(data(await api.listChannels()));
  const { apns, slack, webhook } = Object.fromEntries(items.map((c) => [c.provider, c.id]));
  data(await api.upsertUser(ann, {}));
  data(await api.upsertUser(bob, {}));

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

  const changes = zod.PatchUserChannelSettingsBody.parse({ device_tokens: { add: [t3], remove: [t1] } });
  const patched = data(await api.patchUserChannelSettings(ann, apns, changes));
  assert.deepEqual(zod.PatchUserChannelSettingsResponse.parse(patched).settings.device_tokens, [t2, t3]);
  console.log("ok patch");

  const bulk = zod.BulkUpdateChannelSettingsBody.parse({
    mode: "partial",
    items: [
      { user_id: bob, channel_id: apns, settings: { device_tokens: [t4] } },
      { user_id: bob, channel_id: webhook, settings: { webhook_url } },
    ],
  });
  const results = zod.BulkUpdateChannelSettingsResponse.parse(data(await api.bulkUpdateChannelSettings(bulk)));
  assert.deepEqual([results.stored, results.removed, results.failed], [2, 0, 0]);
  assert.deepEqual(results.items[0].channel_settings?.settings.device_tokens, [t4]);
  assert.equal(results.items[1].channel_settings?.settings.webhook_url, webhook_url);
  console.log("ok bulk");

  const page = zod.ListUsersResponse.parse(data(await api.listUsers({ limit: 2 }))).items;
  assert.deepEqual(page.map((user) => user.external_id), [bob, ann]);
  const onSlack = page.map((user) => user.channel_settings.filter((s) => s.channel_id === slack));
  assert.deepEqual(onSlack.map((found) => found.length), [0, 1]);
  assert.equal(onSlack[1][0].settings.slack_channel_id, "C024BE91L");
  assert.equal(onSlack[1][0].settings.slack_user_id, "U024BE7LH");
  console.log("ok page");

  const notFound = await api.getUser(`${client}-nobody`);
  assert(notFound.status === 404);
  assert.equal(notFound.data.error.code, "not_found");
  assert.equal(notFound.data.error.details.resource, "user");
  console.log("ok not_found");

  const invalid = await update(slack, { device_tokens: [t1] });
  assert(invalid.status === 422);
  assert.equal(invalid.data.error.code, "validation_failed");
  assert.deepEqual(invalid.data.error.details.fields?.map((f) => `${f.field} ${f.reason}`).sort(), [
    "settings required",
    "settings.device_tokens wrong_provider",
  ]);
  console.log("ok validation_failed");
}

main();
