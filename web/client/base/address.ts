import type { Language } from "../../contract/language.ts";
import { asLanguage } from "./as-language.ts";

/** Which text is open; the address has it, so that a reload and the browser's Back find it again. */
export type Place =
  | { readonly kind: "lesson"; readonly number: number; readonly anchor: string }
  | { readonly kind: "page"; readonly name: string; readonly anchor: string }
  | { readonly kind: "none" };

export function readPlace(search: string, hash: string): { readonly place: Place; readonly lang?: Language } {
  const query = new URLSearchParams(search);
  const anchor = decoded(hash.replace(/^#/, ""));
  const given = asLanguage(query.get("lang"));
  const lang = given && { lang: given };
  const number = Number(query.get("lesson") ?? Number.NaN);
  const name = query.get("page");
  if (Number.isInteger(number)) return { place: { kind: "lesson", number, anchor }, ...lang };
  if (name !== null) return { place: { kind: "page", name, anchor }, ...lang };
  return { place: { kind: "none" }, ...lang };
}

export function addressOfPlace(to: Place): string {
  if (to.kind === "none") return "/";
  const hash = to.anchor === "" ? "" : `#${encodeURIComponent(to.anchor)}`;
  return to.kind === "lesson"
    ? `/?lesson=${to.number}${hash}`
    : `/?page=${encodeURIComponent(to.name)}${hash}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
