import type { Blockquote, Root, RootContent } from "mdast";

/**
 * The only HTML that a text may have is a folded part, `<details><summary>...</summary>` up to `</details>`, each on a
 * line of its own; it becomes elements of the page. All other HTML is left out when the text is turned into elements.
 */
export function foldDetails(root: Root): void {
  const outer: RootContent[][] = [[]];
  const close = () => {
    const children = (outer.pop() ?? []) as Blockquote["children"];
    const folded: Blockquote = {
      type: "blockquote",
      data: { hName: "details" },
      children,
    };
    outer.at(-1)?.push(folded);
  };
  for (const node of root.children) {
    const summary = node.type === "html" ? summaryOf(node.value) : undefined;
    if (summary !== undefined) outer.push([summaryNode(summary)]);
    else if (node.type === "html" && node.value.trim() === "</details>" && outer.length > 1) close();
    else outer.at(-1)?.push(node);
  }
  while (outer.length > 1) close();
  root.children = outer[0] ?? [];
}

/** Whether it is a folded part that `foldDetails` has made. */
export function isFolded(node: RootContent | undefined): node is Blockquote {
  return node?.type === "blockquote" && node.data?.hName === "details";
}

function summaryOf(html: string): string | undefined {
  return /^<details>\s*<summary>([^<>]*)<\/summary>$/.exec(html.trim())?.[1];
}

function summaryNode(text: string): RootContent {
  return { type: "paragraph", data: { hName: "summary" }, children: [{ type: "text", value: text }] };
}
