import type { Language } from "../../contract/language.ts";

/** A text that names one of the page's languages. */
export function asLanguage(text: string | null | undefined): Language | undefined {
  return text === "en" || text === "fr" ? text : undefined;
}
