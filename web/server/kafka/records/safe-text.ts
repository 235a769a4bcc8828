import { visibleText } from "../../text/visible-text.ts";

/** Of a record in the picture, and of one that somebody looks at. */
export const CELL_CHARACTERS = 200;
export const FULL_CHARACTERS = 2_000;

/** A name of a header is never longer, nor are there more of them, whatever is shown of the values. */
const HEADER_CHARACTERS = 100;
const MOST_HEADERS = 20;

/**
 * What may be shown of bytes that anybody has written: text with at most that many characters, where nothing acts on the
 * page or turns the order of the letters round, or hexadecimal digits. What is left out is marked by its size in bytes.
 * @param most how many characters of text; of bytes that are no text, a third of that many
 */
export function safeText(bytes: Uint8Array, most: number): string {
  const text = textOf(bytes, most);
  if (text === undefined) return hexOf(bytes, Math.floor(most / 3));
  const left = bytes.length - Buffer.byteLength(text);
  return `${visibleText(text)}${left > 0 ? `… [+${left} B]` : ""}`;
}

/** Pairs for the picture; kafkajs has a list of values where a name comes more than once. */
export function safeHeaders(
  headers: Readonly<Record<string, Uint8Array | readonly Uint8Array[] | null | undefined>>,
  most: number,
): (readonly [string, string])[] {
  const pairs = Object.entries(headers).flatMap(([name, values]) => {
    const list = Array.isArray(values) ? (values as readonly Uint8Array[]) : [values as Uint8Array | null];
    const shown = safeText(Buffer.from(name), HEADER_CHARACTERS);
    return list.map((value) => [shown, value ? safeText(value, most) : ""] as const);
  });
  if (pairs.length <= MOST_HEADERS) return pairs;
  return [...pairs.slice(0, MOST_HEADERS), ["…", `[+${pairs.length - MOST_HEADERS}]`]];
}

/** The whole text of bytes, whatever they are, for a search. */
export function plainText(bytes: Uint8Array | null | undefined): string {
  return bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : "";
}

/** UTF-8 has at most that many bytes for a character. */
const MOST_BYTES = 4;

/** The first characters; undefined if the bytes are no text. */
function textOf(bytes: Uint8Array, most: number): string | undefined {
  const isCut = bytes.length > most * MOST_BYTES;
  const decoded = decode(isCut ? bytes.subarray(0, most * MOST_BYTES) : bytes, isCut);
  if (decoded === undefined || !looksLikeText(decoded)) return undefined;
  return firstCharacters(decoded, most);
}

function decode(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    // A character that is cut in two is no fault then.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}

/** Numbers of eight bytes, for example, are valid UTF-8, and yet nobody can read them. */
function looksLikeText(text: string): boolean {
  if (text.includes("\0")) return false;
  // Coloured text has many escape characters.
  const controls = text.replaceAll("\u001b", "").match(/(?![\t\n\r])\p{Cc}/gu)?.length ?? 0;
  return controls * 4 <= text.length;
}

function firstCharacters(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = most - (isHighSurrogate(text.charCodeAt(most - 1)) ? 1 : 0);
  return text.slice(0, end);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function hexOf(bytes: Uint8Array, most: number): string {
  const shown = Array.from(bytes.subarray(0, most), (byte) => byte.toString(16).padStart(2, "0"));
  return `[${bytes.length} B] ${shown.join(" ")}${bytes.length > most ? " …" : ""}`;
}
