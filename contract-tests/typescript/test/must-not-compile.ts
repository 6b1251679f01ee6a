import type { Client } from "openapi-fetch";
import {
  adminClient,
  type AdminPaths,
  type ErrorCode,
  type StoredSettings,
  userClient,
  type WrittenSettings,
} from "notiflows-client";

// Never run: the compiler complains of a directive below which stands before a line without a fault.

// @ts-expect-error the secret key is missing
adminClient({ baseUrl: "", publicKey: "" });
// @ts-expect-error apps have no secret key
userClient({ baseUrl: "", publicKey: "", secretKey: "" });

export const shapes: WrittenSettings[] = [
  // @ts-expect-error no provider has this key
  { device_token: ["t"] },
  // @ts-expect-error tokens are texts
  { device_tokens: [1] },
];

export async function calls(client: Client<AdminPaths>, stored: StoredSettings): Promise<ErrorCode | undefined> {
  // @ts-expect-error user_id is missing
  await client.GET("/admin/users/{user_id}", { params: { path: {} } });
  // @ts-expect-error it is of the User API
  await client.GET("/user/channels/{channel_id}/settings", { params: { path: { channel_id: "c" } } });
  // @ts-expect-error there is no such operation
  await client.POST("/admin/users");
  const body = { settings: { device_tokens: ["t"] } };
  const path = { user_id: "ann", channel_id: "c" };
  // @ts-expect-error the body is missing
  await client.PUT("/admin/users/{user_id}/channel-settings/{channel_id}", { params: { path } });
  await client.PUT("/admin/users/{user_id}/channel-settings/{channel_id}", { params: { path }, body });
  // @ts-expect-error a channel of another provider has no tokens
  stored.device_tokens.length;
  const { data, error } = await client.GET("/admin/users");
  // @ts-expect-error there is data only where there is no error
  data.items.length;
  // @ts-expect-error no such code
  if (error?.error.code === "not_there") {
    return undefined;
  }
  return error?.error.code;
}
