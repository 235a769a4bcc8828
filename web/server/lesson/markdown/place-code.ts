import type { Element, ElementContent, Root } from "hast";
import { SKIP, visit } from "unist-util-visit";
import { type Highlighter, highlight } from "./highlighter.ts";
import { textOf } from "./node-text.ts";

/**
 * Turns each fence into what the page finds: a diagram's source in `<pre data-mermaid>`, a block of the lesson in
 * `<div data-block="3">`, what its command prints in `<div data-output="3">`.
 */
export function placeCode(root: Root, highlighter: Highlighter): void {
  visit(root, "element", (node, index, parent) => {
    const code = node.tagName === "pre" ? fenceOf(node) : undefined;
    if (!code || !parent || index === undefined) return undefined;
    parent.children[index] = placed(code, highlighter);
    return SKIP;
  });
}

function fenceOf({ children: [first] }: Element): Element | undefined {
  return first?.type === "element" && first.tagName === "code" ? first : undefined;
}

function placed(code: Element, highlighter: Highlighter): ElementContent {
  const { dataBlock, dataOutput, dataAlt } = code.properties;
  const text = textOf(code).replace(/\n$/, "");
  const [name] = (code.properties.className ?? []) as string[];
  const language = name?.replace(/^language-/, "") ?? "";
  if (language === "mermaid") {
    const properties = { dataMermaid: "", ...(dataAlt && { role: "img", ariaLabel: String(dataAlt) }) };
    return { type: "element", tagName: "pre", properties, children: [{ type: "text", value: text }] };
  }
  const properties = dataBlock !== undefined ? { dataBlock } : { dataOutput: dataOutput ?? null };
  const children = [highlight(highlighter, text, language)];
  return { type: "element", tagName: "div", properties, children };
}
