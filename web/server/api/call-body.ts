import { z } from "zod";
import type { ServiceCall } from "../../contract/api.ts";

/** Those that belong to the connection, which is this server's, and the one that names the service. */
const OWN = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

// RFC 9110: names are tokens; values have visible characters, spaces and tabs, and no bytes above Latin-1 here.
const headerName = z
  .string()
  .max(100)
  .regex(/^[!#$%&'*+.^_`|~\w-]+$/, "is no name of a header")
  .refine((name) => !OWN.has(name.toLowerCase()), "is set by the page's server itself");
const headerValue = z
  .string()
  .max(4_000)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, "has characters that no header can have");

/** A call as the page may ask for it: any path of a service, and no other place. */
export const callBody: z.ZodType<ServiceCall> = z.strictObject({
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
  path: z.string().max(4_000).startsWith("/"),
  headers: z.array(z.tuple([headerName, headerValue])).max(50),
  body: z.string().optional(),
});
