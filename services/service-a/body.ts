import { isUtf8 } from "node:buffer";
import express, { type Request, type RequestHandler } from "express";
import { Problem } from "../http/problems.ts";
import { findRepeatedName } from "./repeated-names.ts";

/** JSON by any of its names, as ASP.NET accepts them. */
export const JSON_TYPES = ["application/json", "text/json", "application/*+json"];

const POWERSHELL = "In Windows PowerShell: -ContentType 'application/json; charset=utf-8'.";

/** Collects the bytes of a body; `bodyOf` turns them into text. */
export function readBody(limitBytes: number): RequestHandler {
  return express.raw({ type: (req) => kindOf(req as Request) !== undefined, limit: limitBytes });
}

/** The text or the JSON that was sent; a body that cannot be stored exactly as it was sent is refused. */
export function bodyOf(req: Request): unknown {
  if (!Buffer.isBuffer(req.body)) throw isEmpty(req) ? noBody() : anotherType();
  const text = decode(req.body, charsetOf(req));
  if (kindOf(req) === "text") return withoutMark(text);
  return parseJson(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
}

type Kind = "json" | "text" | undefined;

// Nearly all requests name the same few types, so each is parsed once.
const kinds = new Map<string, Kind>();

/** Whether a request that has a body has JSON or text, by its type; undefined for any other. */
function kindOf(req: Request): Kind {
  const type = req.headers["content-type"] ?? "";
  if (kinds.has(type)) return kinds.get(type);
  const kind = req.is(JSON_TYPES) ? "json" : req.is("text/plain") ? "text" : undefined;
  if (kinds.size < 100) kinds.set(type, kind);
  return kind;
}

const BYTE_ORDER_MARK = "\ufeff";

function decode(bytes: Buffer, charset: string): string {
  if (charset === "utf-8" || charset === "utf8") {
    if (isUtf8(bytes)) return bytes.toString();
    const hint = `Send UTF-8, or name the charset in the Content-Type. ${POWERSHELL}`;
    throw new Problem(400, "not-utf-8", "The body is not UTF-8", { hint });
  }
  const decoder = decoderOf(charset);
  try {
    return decoder.decode(bytes);
  } catch {
    const hint = "Send UTF-8, or name the charset that the body is in.";
    throw new Problem(400, "not-in-its-charset", `The body is not ${decoder.encoding}`, { hint });
  }
}

function decoderOf(charset: string) {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true });
  } catch {
    const hint = "Send UTF-8, or a charset of https://encoding.spec.whatwg.org.";
    throw new Problem(415, "unsupported-media-type", "The charset is not known", { hint });
  }
}

function charsetOf({ headers }: Request): string {
  const [, quoted, plain] =
    /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(headers["content-type"] ?? "") ?? [];
  return (quoted ?? plain ?? "utf-8").toLowerCase();
}

// Many programs drop the mark when they read, so the text read would differ from the text sent.
function withoutMark(text: string): string {
  if (!text.startsWith(BYTE_ORDER_MARK)) return text;
  const hint = "Send the text without one: UTF-8 needs none.";
  throw new Problem(400, "byte-order-mark", "The text begins with a byte order mark", { hint });
}

function parseJson(text: string): unknown {
  const value = parse(text);
  const field = typeof value === "object" && value !== null ? findRepeatedName(text) : undefined;
  if (field === undefined) return value;
  const hint = "Of two equal names only one could be kept: send each once.";
  throw new Problem(400, "repeated-name", "A name comes twice in one JSON object", { field, hint });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const hint = `A JSON string is in double quotes: "Hello, Kafka!".`;
    throw new Problem(400, "malformed-json", "The body is not JSON", { hint });
  }
}

function isEmpty(req: Request): boolean {
  return req.is("*/*") === null || req.headers["content-length"] === "0";
}

const HINT = 'Send application/json ("Hello, Kafka!") or text/plain.';

function noBody(): Problem {
  return new Problem(400, "no-body", "The request has no body", { hint: HINT });
}

function anotherType(): Problem {
  const hint = `${HINT} With curl: -H 'Content-Type: application/json'.`;
  return new Problem(415, "unsupported-media-type", "The body is of another type", { hint });
}
