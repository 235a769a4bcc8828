import { readFileSync } from "node:fs";
import type { Nodes, Root } from "mdast";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";
import { parse } from "yaml";

/** A fenced block: its language, the words after it, and its line. */
export interface Block {
  readonly lang: string;
  readonly words: readonly string[];
  readonly text: string;
  readonly line: number;
}

/** The parts of a lesson's text that the tests need. */
export interface LessonText {
  readonly file: string;
  readonly frontMatter: { title?: string; minutes?: number; goal?: string; stack?: string };
  readonly headings: readonly { readonly depth: number; readonly text: string }[];
  readonly blocks: readonly Block[];
  readonly links: readonly string[];
  /** The text of each quotation, which begins with a word such as `Predict:`. */
  readonly quotations: readonly string[];
  readonly html: readonly string[];
  /** The prose, without code and addresses. */
  readonly prose: readonly string[];
}

const markdown = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter);

/** Reads a lesson by a Markdown parser, as a renderer would. */
export function readLessonText(file: string): LessonText {
  const root: Root = markdown.parse(readFileSync(file, "utf8"));
  const headings: { depth: number; text: string }[] = [];
  const blocks: Block[] = [];
  const links: string[] = [];
  const quotations: string[] = [];
  const html: string[] = [];
  const prose: string[] = [];
  let frontMatter = {};
  visit(root, (node: Nodes) => {
    if (node.type === "yaml") frontMatter = parse(node.value);
    if (node.type === "heading") headings.push({ depth: node.depth, text: textOf(node) });
    if (node.type === "code") blocks.push(blockOf(node));
    if (node.type === "link" || node.type === "image" || node.type === "definition") links.push(node.url);
    if (node.type === "blockquote") quotations.push(textOf(node));
    if (node.type === "html") html.push(node.value);
    if (node.type === "text") prose.push(node.value);
  });
  return { file, frontMatter, headings, blocks, links, quotations, html, prose };
}

function blockOf(node: Extract<Nodes, { type: "code" }>): Block {
  return {
    lang: node.lang ?? "",
    words: node.meta?.split(/\s+/) ?? [],
    text: node.value,
    line: node.position?.start.line ?? 0,
  };
}

function textOf(node: Nodes): string {
  if ("value" in node) return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}
