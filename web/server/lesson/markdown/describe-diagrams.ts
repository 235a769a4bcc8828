import type { Root } from "mdast";
import { visit } from "unist-util-visit";
import type { Language } from "../../../contract/language.ts";
import { textOf } from "./node-text.ts";

const words = { en: "Diagram: ", fr: "Schéma\u00a0: " };

/**
 * Gives each diagram a text for those who do not see it: the first sentence of the paragraph that leads to it, else the
 * heading above.
 */
export function describeDiagrams(root: Root, lang: Language): void {
  let heading = "";
  let sentence = "";
  visit(root, (node) => {
    if (node.type === "heading") [heading, sentence] = [textOf(node), ""];
    if (node.type === "paragraph") sentence = firstSentence(textOf(node));
    if (node.type === "code" && node.lang === "mermaid")
      node.data = { ...node.data, hProperties: { dataAlt: words[lang] + (sentence || heading) } };
  });
}

function firstSentence(text: string): string {
  const line = text.replace(/\s*\n\s*/g, " ").trim();
  return /^.*?[.!?:](?=\s+[\p{Lu}«"]|$)/u.exec(line)?.[0] ?? line;
}
