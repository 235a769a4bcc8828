import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers one request. */
export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

/** A short answer; no page of ours has scripts, or loads anything. */
export function answer(
  res: ServerResponse,
  status: number,
  text: string,
  type = "text/plain",
  more: Record<string, string> = {},
) {
  res.writeHead(status, {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Length": Buffer.byteLength(text),
    "Content-Security-Policy":
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    ...(status >= 400 && { Connection: "close" }),
    ...more,
  });
  res.end(res.req.method === "HEAD" ? undefined : text);
}

/** The text as HTML shows it. */
export const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
