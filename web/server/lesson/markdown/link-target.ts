import { posix } from "node:path";
import type { Language } from "../../../contract/language.ts";

/** Where a link of a text leads; `anchor` is the id of a heading, decoded. */
export type LinkTarget =
  | { readonly kind: "outside" }
  | { readonly kind: "here"; readonly anchor: string }
  | { readonly kind: "lesson"; readonly number: number; readonly lang: Language; readonly anchor: string }
  | { readonly kind: "page"; readonly name: string; readonly lang: Language; readonly anchor: string }
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "nowhere" };

/** The pages beside the lessons, by the name in their address; some have one language only. */
export const pages: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  glossary: both("workshop/GLOSSARY.en.md", "workshop/GLOSSARY.fr.md"),
  "cheat-sheet": both("workshop/CHEATSHEET.en.md", "workshop/CHEATSHEET.fr.md"),
  "from-the-tutorial": both("workshop/FROM-THE-TUTORIAL.en.md", "workshop/FROM-THE-TUTORIAL.fr.md"),
  dotnet: both("workshop/DOTNET.en.md", "workshop/DOTNET.fr.md"),
  clients: both("workshop/CLIENTS.en.md", "workshop/CLIENTS.fr.md"),
  workshop: both("workshop/README.md", "workshop/README.md"),
  teachers: both("workshop/TEACHERS.md", "workshop/TEACHERS.fr.md"),
  "beyond-one-machine": both("docs/beyond-one-machine.md", "docs/beyond-one-machine.md"),
  services: both("services/README.md", "services/README.md"),
};

function both(en: string, fr: string) {
  return { en, fr };
}

/** Resolves a link from the text in `file`, a path from the project's folder. */
export function resolveLink(href: string, { file, lang }: { file: string; lang: Language }): LinkTarget {
  if (/^(https?|mailto):/i.test(href)) return { kind: "outside" };
  if (/^[a-z][a-z0-9+.-]*:|^\/|\\/i.test(href)) return { kind: "nowhere" };
  const [target = "", hash = ""] = href.split("#").map(decoded);
  if (target === "") return { kind: "here", anchor: hash };
  const path = posix.join(posix.dirname(file), target);
  if (path === ".." || path.startsWith("../")) return { kind: "nowhere" };
  const [, number, textLang] = /^workshop\/(\d\d)-[^/]+\/lesson\.(en|fr)\.md$/.exec(path) ?? [];
  if (number) return { kind: "lesson", number: Number(number), lang: textLang as Language, anchor: hash };
  const page = Object.entries(pages).find(([, { en, fr }]) => path === en || path === fr);
  if (!page) return { kind: "path", path };
  const [name, { en, fr }] = page;
  const pageLang = en === fr ? lang : path === en ? "en" : "fr";
  return path === file
    ? { kind: "here", anchor: hash }
    : { kind: "page", name, lang: pageLang, anchor: hash };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
