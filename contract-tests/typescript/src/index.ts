import createClient, { type Client, type ClientOptions } from "openapi-fetch";
import type { paths } from "./schema.js";

export type * from "./schema.js";

/** The operations of the Admin API. */
export type AdminPaths = Pick<paths, Extract<keyof paths, `/admin/${string}`>>;

export interface AdminOptions extends Omit<ClientOptions, "headers"> {
  /** Where the server is, such as `https://notiflows.example.com`. */
  baseUrl: string;
  /** The public key of the project, `pk_…`. */
  publicKey: string;
  /** A secret key of the project, `sk_…`. Never ship it in an app. */
  secretKey: string;
}

/** A client of the Admin API, for backends. Every answer is `data` or, for a 4xx or 5xx, `error`. */
export function adminClient({ publicKey, secretKey, ...options }: AdminOptions): Client<AdminPaths> {
  return createClient<AdminPaths>({
    ...options,
    headers: { "x-notiflows-api-key": publicKey, "x-notiflows-secret-key": secretKey },
  });
}
