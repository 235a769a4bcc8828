import type { Both, Language } from "../../contract/language.ts";
import { asLanguage } from "./as-language.ts";
import { keep, readKept } from "./kept.ts";
import { createStore, useStore } from "./store.ts";

/** The page's language: the one chosen last, else the browser's. */
export const language = createStore<Language>(firstLanguage());

export function chooseLanguage(lang: Language): void {
  keep("lang", lang);
  document.documentElement.lang = lang;
  language.set(lang);
}

/** The words of a part of the page, in the page's language. */
export function useWords<Words>(words: Readonly<Record<Language, Words>>): Words {
  return words[useStore(language)];
}

/** For what comes from the server in both languages. */
export function useBoth(): (text: Both) => string {
  const lang = useStore(language);
  return (text) => text[lang];
}

function firstLanguage(): Language {
  const kept = asLanguage(readKept("lang"));
  if (kept) return kept;
  return navigator.language.startsWith("fr") ? "fr" : "en";
}
