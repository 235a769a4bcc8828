import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { listLessons } from "../../../workshop/running/lessons.ts";
import type { Language } from "../../contract/language.ts";
import { createHighlighter, type Highlighter } from "./markdown/highlighter.ts";
import { pages } from "./markdown/link-target.ts";
import type { Definitions } from "./markdown/place-links.ts";
import { readDefinitions } from "./markdown/read-definitions.ts";
import { parseMarkdown, type Rendered, renderMarkdown } from "./render.ts";

/** The rendered texts of the workshop. */
export interface TextStore {
  /** Renders a text, by its path from the project's folder, unless it is the same as last time. */
  render(file: string, lang: Language): Promise<Rendered>;
  /** Renders all texts, one after the other, so that the first reader does not wait for the grammars. */
  warm(): Promise<void>;
}

/** `prepare` makes what colors the code; it is made when it is first needed. */
export function openTexts(projectDir: string, prepare = createHighlighter): TextStore {
  const rendered = new Map<string, { readonly version: string; readonly result: Rendered }>();
  const glossaries = new Map<string, Definitions>();
  let highlighter: Promise<Highlighter> | undefined;

  const versionOf = (file: string) => {
    const { mtimeMs, size } = statSync(join(projectDir, file));
    return `${file} ${mtimeMs} ${size}`;
  };
  function definitions(lang: Language): Definitions {
    const file = pages.glossary?.[lang] ?? "";
    const version = versionOf(file);
    const known = glossaries.get(version);
    if (known) return known;
    const read = readDefinitions(parseMarkdown(readFileSync(join(projectDir, file), "utf8")));
    glossaries.set(version, read);
    return read;
  }
  async function render(file: string, lang: Language): Promise<Rendered> {
    highlighter ??= prepare();
    const ready = await highlighter;
    // A text has the definitions of the glossary in it, so a new glossary makes it new too.
    const version = `${versionOf(file)} ${versionOf(pages.glossary?.[lang] ?? "")}`;
    const key = `${lang} ${file}`;
    const known = rendered.get(key);
    if (known?.version === version) return known.result;
    const text = readFileSync(join(projectDir, file), "utf8");
    const look = (path: string) => kindOf(join(projectDir, path));
    const parts = { highlighter: ready, file, lang, definitions: definitions(lang), look };
    const result = renderMarkdown(text, parts);
    rendered.set(key, { version, result });
    return result;
  }
  return {
    render,
    async warm() {
      for (const lang of ["en", "fr"] as const) {
        const lessons = listLessons(lang, projectDir).map(({ text }) => text);
        for (const file of [...lessons, ...Object.values(pages).map((page) => page[lang])]) {
          await render(file, lang);
          await setImmediate(); // a request is answered in between
        }
      }
    },
  };
}

function kindOf(path: string): "file" | "folder" | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() ? "folder" : found?.isFile() ? "file" : undefined;
}
