import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from "@shikijs/core";
import { createJavaScriptRegexEngine } from "@shikijs/engine-javascript";
import csharp from "@shikijs/langs/csharp";
import diff from "@shikijs/langs/diff";
import dockerfile from "@shikijs/langs/dockerfile";
import javascript from "@shikijs/langs/javascript";
import json from "@shikijs/langs/json";
import powershell from "@shikijs/langs/powershell";
import shellscript from "@shikijs/langs/shellscript";
import typescript from "@shikijs/langs/typescript";
import yaml from "@shikijs/langs/yaml";
import type { Element, Root } from "hast";
import { visit } from "unist-util-visit";

export type Highlighter = HighlighterCore;

const theme = createCssVariablesTheme({ name: "lesson", variablePrefix: "--code-", fontStyle: false });

/** Made once, because it takes some 30 ms, and a grammar up to a second when it is first used. */
export function createHighlighter(): Promise<Highlighter> {
  return createHighlighterCore({
    themes: [theme],
    langs: [csharp, diff, dockerfile, javascript, json, powershell, shellscript, typescript, yaml],
    engine: createJavaScriptRegexEngine(),
  });
}

/**
 * A `pre` whose parts have classes such as `code-keyword` and no style, so that the page's style sheet has the colors for
 * light and dark, and the page needs no styles in attributes. A language that is not known is plain text.
 */
export function highlight(highlighter: Highlighter, text: string, language: string): Element {
  const lang = highlighter.getLoadedLanguages().includes(language) ? language : "text";
  // No limit: the default of 500 ms for a line, grammar included, leaves the rest uncolored on a busy machine.
  const root = highlighter.codeToHast(text, { lang, theme: "lesson", tokenizeTimeLimit: 0 }) as Root;
  visit(root, "element", (node) => {
    const name = /--code-(?:token-)?([a-z-]+)/.exec(String(node.properties.style ?? ""))?.[1];
    delete node.properties.style;
    if (node.tagName === "pre") delete node.properties.class;
    else if (name && name !== "foreground") node.properties.class = `code-${name}`;
  });
  return root.children[0] as Element;
}
