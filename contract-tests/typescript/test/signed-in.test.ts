import assert from "node:assert/strict";
import { test } from "node:test";
import { admin, channel, dora, good, nobody, refusal } from "./project.js";

const OWN = "/user/channels/{channel_id}/settings";
const SUBSCRIPTIONS = "/user/channels/{channel_id}/subscriptions";

test("a signed-in user keeps their own settings and subscriptions", async () => {
  const user_id = "dora";
  good(await admin.PUT("/admin/users/{user_id}", { params: { path: { user_id } }, body: {} }), 201);
  const path = { channel_id: await channel("fcm") };

  const body = { settings: { device_tokens: ["t"] } };
  const own = good(await dora.PUT(OWN, { params: { path }, body }));
  assert.deepEqual(own.settings, body.settings);
  assert.deepEqual(good(await dora.GET(OWN, { params: { path } })), own);
  const { data } = await admin.GET("/admin/users/{user_id}/channel-settings", { params: { path: { user_id } } });
  assert.deepEqual(data?.items, [own]);

  const params = { path: { channel_id: await channel("web_push") } };
  const settings = { endpoint: "https://1.1.1.1/push", p256dh: "B".repeat(87), auth: "A".repeat(22) };
  const subscription = { identifier: "browser", settings };
  const subscribed = good(await dora.POST(SUBSCRIPTIONS, { params, body: subscription }), 201);
  assert.deepEqual(subscribed.settings, settings);
  assert.deepEqual(good(await dora.GET(SUBSCRIPTIONS, { params })).items, [subscribed]);
});

test("a user key that is none is named", async () => {
  const path = { channel_id: await channel("fcm") };

  const error = refusal(await nobody.GET(OWN, { params: { path } }), 401);

  assert.equal(error.code, "unauthenticated");
  assert.equal(error.details.auth, "user_key");
});
