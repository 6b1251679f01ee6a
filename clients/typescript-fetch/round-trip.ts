// The round trip of docs/clients.md, with the client that openapi-generator's typescript-fetch writes.
import assert from "node:assert/strict";
import {
  BulkUpdateModeEnum,
  ChannelSettingsApi,
  ChannelsApi,
  Configuration,
  ErrorCode,
  ErrorResponseFromJSON,
  ResponseError,
  UsersApi,
  type WrittenSettings,
} from "./client";

const { NOTIFLOWS_URL, NOTIFLOWS_CLIENT: client, NOTIFLOWS_PUBLIC_KEY, NOTIFLOWS_SECRET_KEY } = process.env;
const keys: Record<string, string> = {
  "x-notiflows-api-key": NOTIFLOWS_PUBLIC_KEY!,
  "x-notiflows-secret-key": NOTIFLOWS_SECRET_KEY!,
};
const configuration = new Configuration({ basePath: NOTIFLOWS_URL, apiKey: (name) => keys[name] });
const users = new UsersApi(configuration);
const settings = new ChannelSettingsApi(configuration);
const [ann, bob] = [`${client}-ann`, `${client}-bob`];
const [t1, t2, t3, t4] = [1, 2, 3, 4].map((n) => `${client}-t${n}`);
const webhookUrl = "https://1.1.1.1/hooks/ann";

async function put(channelId: string, written: WrittenSettings) {
  const stored = await settings.updateUserChannelSettings({
    userId: ann,
    channelId,
    channelSettingsUpdate: { settings: written },
  });
  assert.deepEqual(await settings.getUserChannelSettings({ userId: ann, channelId }), stored);
  return stored;
}

async function failure(call: Promise<unknown>) {
  const e = await call.then(
    () => assert.fail("No error"),
    (reason) => reason,
  );
  assert(e instanceof ResponseError, e);
  return { status: e.response.status, ...ErrorResponseFromJSON(await e.response.json()) };
}

async function main() {
  const { items } = await new ChannelsApi(configuration).listChannels();
  const channels = Object.fromEntries(items.map((channel) => [channel.provider, channel.id]));
  const { apns, slack, webhook } = channels;
  await users.upsertUser({ userId: ann, userUpdate: {} });
  await users.upsertUser({ userId: bob, userUpdate: {} });

  let stored = await put(apns, { deviceTokens: [t1, t2] });
  assert.equal(stored.provider, "apns");
  assert.deepEqual(stored.settings.deviceTokens, [t1, t2]);
  console.log("ok apns");

  stored = await put(slack, { slackChannelId: "C024BE91L", slackUserId: "U024BE7LH" });
  assert.equal(stored.settings.slackChannelId, "C024BE91L");
  assert.equal(stored.settings.slackUserId, "U024BE7LH");
  console.log("ok slack");

  stored = await put(webhook, { webhookUrl });
  assert.equal(stored.settings.webhookUrl, webhookUrl);
  console.log("ok webhook");

  const patched = await settings.patchUserChannelSettings({
    userId: ann,
    channelId: apns,
    channelSettingsPatch: { deviceTokens: { add: [t3], remove: [t1] } },
  });
  assert.deepEqual(patched.settings.deviceTokens, [t2, t3]);
  console.log("ok patch");

  const results = await settings.bulkUpdateChannelSettings({
    bulkUpdate: {
      mode: BulkUpdateModeEnum.Partial,
      items: [
        { userId: bob, channelId: apns, settings: { deviceTokens: [t4] } },
        { userId: bob, channelId: webhook, settings: { webhookUrl } },
      ],
    },
  });
  assert.deepEqual([results.stored, results.removed, results.failed], [2, 0, 0]);
  assert.deepEqual(results.items[0].channelSettings?.settings.deviceTokens, [t4]);
  assert.equal(results.items[1].channelSettings?.settings.webhookUrl, webhookUrl);
  console.log("ok bulk");

  const page = (await users.listUsers({ limit: 2 })).items;
  assert.deepEqual(page.map((user) => user.externalId), [bob, ann]);
  const onSlack = page.map((user) => user.channelSettings.filter((s) => s.channelId === slack));
  assert.deepEqual(onSlack.map((found) => found.length), [0, 1]);
  assert.equal(onSlack[1][0].settings.slackChannelId, "C024BE91L");
  assert.equal(onSlack[1][0].settings.slackUserId, "U024BE7LH");
  console.log("ok page");

  const notFound = await failure(users.getUser({ userId: `${client}-nobody` }));
  assert.equal(notFound.status, 404);
  assert.equal(notFound.error.code, ErrorCode.NotFound);
  assert.equal(notFound.error.details.resource, "user");
  console.log("ok not_found");

  const invalid = await failure(put(slack, { deviceTokens: [t1] }));
  assert.equal(invalid.status, 422);
  assert.equal(invalid.error.code, ErrorCode.ValidationFailed);
  assert.deepEqual(invalid.error.details.fields?.map((f) => `${f.field} ${f.reason}`).sort(), [
    "settings required",
    "settings.device_tokens wrong_provider",
  ]);
  console.log("ok validation_failed");
}

main();
