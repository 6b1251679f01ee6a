import createClient, { type Client, type ClientOptions } from "openapi-fetch";
import type { paths } from "./schema.js";

export type * from "./schema.js";

type Below<Base extends string> = Pick<paths, Extract<keyof paths, `${Base}/${string}`>>;

/** The operations of the Admin API. */
export type AdminPaths = Below<"/admin">;

/** The operations of the User API. */
export type UserPaths = Below<"/user">;

/** Whatever else `fetch` takes may be given along. */
interface Options extends Omit<ClientOptions, "headers"> {
  /** Where the server is, such as `https://notiflows.example.com`. */
  baseUrl: string;
  /** The public key of the project, `pk_…`. */
  publicKey: string;
}

export interface AdminOptions extends Options {
  /** A secret key of the project, `sk_…`. Never ship it in an app. */
  secretKey: string;
}

export interface UserOptions extends Options {
  /** The JWT that your backend signed for the user who is signed in. */
  userKey: string;
}

/** A client of the Admin API, for backends. An answer has `data` or, for a 4xx or 5xx, `error`. */
export function adminClient({ publicKey, secretKey, ...options }: AdminOptions): Client<AdminPaths> {
  const headers = { "x-notiflows-api-key": publicKey, "x-notiflows-secret-key": secretKey };
  return createClient<AdminPaths>({ ...options, headers });
}

/** A client of the User API, for apps and browsers. An answer has `data` or, for a 4xx or 5xx, `error`. */
export function userClient({ publicKey, userKey, ...options }: UserOptions): Client<UserPaths> {
  const headers = { "x-notiflows-api-key": publicKey, "x-notiflows-user-key": userKey };
  return createClient<UserPaths>({ ...options, headers });
}
