import type { Root } from "mdast";
import { anchorsOf } from "../../../../workshop/text/heading-anchors.ts";
import { textOf } from "./node-text.ts";
import type { Definitions } from "./place-links.ts";

/** The short definition of each term of a glossary: the first paragraph under its heading, as plain text. */
export function readDefinitions(glossary: Root): Definitions {
  const headings = glossary.children.flatMap((node, at) =>
    node.type === "heading" ? [{ text: textOf(node), next: glossary.children[at + 1] }] : [],
  );
  const anchors = anchorsOf({ headings });
  return new Map(
    headings.flatMap(({ next }, at) =>
      next?.type === "paragraph" ? [[anchors[at] ?? "", textOf(next).replace(/\s*\n\s*/g, " ")]] : [],
    ),
  );
}
