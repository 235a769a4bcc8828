import type { Element, Root } from "hast";
import { visit } from "unist-util-visit";
import { anchorsOf } from "../../../../workshop/text/heading-anchors.ts";
import { textOf } from "./node-text.ts";

/** Gives each heading the id that the links in the texts use. */
export function addHeadingIds(root: Root): void {
  const headings: Element[] = [];
  visit(root, "element", (node) => {
    if (/^h[1-6]$/.test(node.tagName)) headings.push(node);
  });
  const anchors = anchorsOf({ headings: headings.map((heading) => ({ text: textOf(heading) })) });
  for (const [at, heading] of headings.entries()) heading.properties.id = anchors[at];
}
