import type { Nodes as HastNodes } from "hast";
import type { Nodes as MdastNodes } from "mdast";

/** The text of a node and of all that it contains, in either tree; a break is a space. */
export function textOf(node: HastNodes | MdastNodes): string {
  if (node.type === "break") return " ";
  if ("children" in node) return node.children.map(textOf).join("");
  return "value" in node ? node.value : "";
}
