import assert from "node:assert/strict";
import { test } from "node:test";
import { admin, good, refusal, stranger } from "./project.js";

const USER = "/admin/users/{user_id}";

test("null clears a field, and what is left out stays", async () => {
  const params = { path: { user_id: "bob" } };
  const names = { first_name: "Bob", last_name: "Lee", custom_fields: { plan: "pro" } };
  good(await admin.PUT(USER, { params, body: names }), 201);

  const cleared = good(await admin.PUT(USER, { params, body: { first_name: null } }), 200);

  assert.equal(cleared.first_name, null);
  assert.equal(cleared.last_name, "Lee");
  assert.deepEqual(cleared.custom_fields, { plan: "pro" });
  assert.deepEqual(good(await admin.GET(USER, { params })), cleared);
});

test("a write that is sent again is done once", async () => {
  const params = { path: { user_id: "once" }, header: { "Idempotency-Key": "typescript-once" } };
  const created = good(await admin.PUT(USER, { params, body: { first_name: "One" } }), 201);

  const again = await admin.PUT(USER, { params, body: { first_name: "One" } });
  assert.deepEqual(good(again, 201), created);
  assert.equal(again.response.headers.get("idempotency-replayed"), "true");

  const error = refusal(await admin.PUT(USER, { params, body: { first_name: "Two" } }), 409);
  assert.equal(error.code, "conflict");
  assert.deepEqual(error.details, { idempotency_key: "typescript-once", reason: "idempotency_key_reused" });
});

test("a bad key is named", async () => {
  const error = refusal(await stranger.GET(USER, { params: { path: { user_id: "bob" } } }), 401);

  assert.equal(error.code, "unauthenticated");
  assert.deepEqual(error.details, { auth: "secret_key", reason: "invalid" });
});

for (const user_id of ["a/b", "a;b", "ü %", "@", "a+b", "a b", "%2F", "日本", "a?b#c&d=e", "a|b:c"]) {
  test(`the id ${user_id} reaches its user`, async () => {
    const params = { path: { user_id } };
    const created = good(await admin.PUT(USER, { params, body: {} }), 201);

    assert.equal(created.external_id, user_id);
    assert.equal(good(await admin.GET(USER, { params })).id, created.id);
    assert.equal((await admin.DELETE(USER, { params })).response.status, 204);
    const gone = refusal(await admin.GET(USER, { params }), 404);
    assert.deepEqual(gone.details, { resource: "user", id: user_id });
  });
}

test("pages are walked there and back", async () => {
  const newestFirst: string[] = [];
  for (let i = 1; i <= 7; i++) {
    const user_id = `page_${i}`;
    good(await admin.PUT(USER, { params: { path: { user_id } }, body: {} }), 201);
    newestFirst.unshift(user_id);
  }
  const page = async (query: { after?: string; before?: string }) => {
    const { items, page } = good(await admin.GET("/admin/users", { params: { query: { ...query, limit: 3 } } }));
    return { names: items.map((user) => user.external_id), ...page };
  };

  const seen: string[][] = [];
  let last = await page({});
  seen.push(last.names);
  while (last.after !== null) {
    last = await page({ after: last.after });
    seen.push(last.names);
  }

  // Other tests have users too.
  assert.deepEqual(seen.flat().filter((name) => name.startsWith("page_")), newestFirst);
  assert.ok(last.before);
  assert.deepEqual((await page({ before: last.before })).names, seen.at(-2));
});
