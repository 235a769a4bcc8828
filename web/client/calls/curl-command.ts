import type { ServiceCall } from "../../contract/api.ts";

/** The same call for a shell. */
export function curlCommand(url: string, { method, path, headers, body }: ServiceCall): string {
  const parts = [
    "curl -i",
    ...(method === "GET" ? [] : [`-X ${method}`]),
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-binary ${quoted(body)}`]),
    quoted(url.replace(/\/$/, "") + path),
  ];
  return parts.join(" ");
}

/** As one word of a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
