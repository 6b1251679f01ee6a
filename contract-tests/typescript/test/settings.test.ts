import assert from "node:assert/strict";
import { test } from "node:test";
import type { WrittenSettings } from "notiflows-client";
import { admin, channel, good, refusal } from "./project.js";

const SETTINGS = "/admin/users/{user_id}/channel-settings/{channel_id}";
const LIST = "/admin/users/{user_id}/channel-settings";

async function create(user_id: string) {
  return good(await admin.PUT("/admin/users/{user_id}", { params: { path: { user_id } }, body: {} }), 201);
}

test("settings live from their first PUT to their DELETE", async () => {
  const user = await create("ann");
  const path = { user_id: "ann", channel_id: await channel("apns") };
  const write = (...device_tokens: string[]) =>
    admin.PUT(SETTINGS, { params: { path }, body: { settings: { device_tokens } } });
  const read = async () => good(await admin.GET(SETTINGS, { params: { path } }));
  const list = async () => good(await admin.GET(LIST, { params: { path } })).items;

  const written = good(await write("t1", "t2"));
  assert.equal(written.channel_id, path.channel_id);
  assert.equal(written.user_id, user.id);
  assert.equal(written.provider, "apns");
  assert.deepEqual(written.settings, { device_tokens: ["t1", "t2"] });
  assert.deepEqual(await read(), written);
  assert.deepEqual(await list(), [written]);

  const replaced = good(await write("t3"));
  assert.deepEqual(replaced.settings, { device_tokens: ["t3"] });
  assert.equal(replaced.created_at, written.created_at);
  assert.notEqual(replaced.updated_at, written.updated_at);
  assert.deepEqual(await read(), replaced);

  const deleted = await admin.DELETE(SETTINGS, { params: { path } });
  assert.equal(deleted.response.status, 204);
  assert.equal(deleted.error, undefined);
  const gone = refusal(await admin.DELETE(SETTINGS, { params: { path } }), 404);
  assert.equal(gone.code, "not_found");
  assert.deepEqual(gone.details, { resource: "channel_settings", id: path.channel_id });
  assert.deepEqual(await list(), []);
});

test("the shape of every provider comes back whole", async () => {
  await create("shapes");
  const shapes: Record<string, WrittenSettings> = {
    apns: { device_tokens: ["t"] },
    discord: { discord_channel_id: "D1", discord_thread_id: "D2" },
    slack: { slack_user_id: "U1" },
    telegram: { telegram_chat_id: "1", telegram_thread_id: "2" },
    webhook: { webhook_url: "https://1.1.1.1/hook" },
    whatsapp: { whatsapp_phone_number: "+14155552671", whatsapp_user_id: "W1" },
  };
  for (const [provider, settings] of Object.entries(shapes)) {
    const params = { path: { user_id: "shapes", channel_id: await channel(provider) } };

    const written = good(await admin.PUT(SETTINGS, { params, body: { settings } }));

    assert.deepEqual(written.settings, settings);
    assert.deepEqual(good(await admin.GET(SETTINGS, { params })), written);
  }
});

test("every violation is told with its path", async () => {
  await create("wrong");
  const path = { user_id: "wrong", channel_id: await channel("slack") };

  const error = refusal(
    await admin.PUT(SETTINGS, {
      params: { path },
      body: { settings: { slack_user_id: "", slack_channel_id: "no id" } },
    }),
    422,
  );

  assert.equal(error.code, "validation_failed");
  const reasons = Object.fromEntries(error.details.fields?.map(({ field, reason }) => [field, reason]) ?? []);
  assert.deepEqual(reasons, {
    "settings.slack_channel_id": "invalid_format",
    "settings.slack_user_id": "too_short",
  });
});
