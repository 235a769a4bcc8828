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
  /** What the reader has just read, if that is prose; blocks that follow each other have the same. */
  readonly intro?: Intro | undefined;
}

/** A paragraph or a list, and what it has between backticks. */
export interface Intro {
  readonly text: string;
  readonly code: readonly string[];
}

/** A question to the learner, and what stands in the folded part after it. */
export interface Prediction {
  readonly line: number;
  /** Whether a list of choices follows, and nothing else. */
  readonly choices: readonly string[];
  /** The first words in bold of the answer, `b.`; undefined without them. */
  readonly answer: string | undefined;
}

/** The parts of a lesson's text that the tests need. */
export interface LessonText {
  readonly file: string;
  readonly frontMatter: { title?: string; minutes?: number; goal?: string; stack?: string };
  readonly headings: readonly { readonly depth: number; readonly text: string; readonly line: number }[];
  readonly blocks: readonly Block[];
  readonly links: readonly string[];
  /** The text of each quotation, which begins with a word such as `Predict:`. */
  readonly quotations: readonly string[];
  readonly predictions: readonly Prediction[];
  readonly html: readonly string[];
  /** The prose, without code and addresses. */
  readonly prose: readonly string[];
}

const asked = /^(Predict:|Prédisez\u00a0:)/;
const markdown = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter);

/** Reads a lesson by a Markdown parser, as a renderer would. */
export function readLessonText(file: string): LessonText {
  return parseLessonText(readFileSync(file, "utf8"), file);
}

export function parseLessonText(text: string, file = "lesson.md"): LessonText {
  const root: Root = markdown.parse(text);
  const headings: { depth: number; text: string; line: number }[] = [];
  const blocks: Block[] = [];
  const links: string[] = [];
  const quotations: string[] = [];
  const html: string[] = [];
  const prose: string[] = [];
  let frontMatter = {};
  visit(root, (node: Nodes) => {
    if (node.type === "yaml") frontMatter = parse(node.value);
    if (node.type === "heading") headings.push({ depth: node.depth, text: textOf(node), line: lineOf(node) });
    if (node.type === "link" || node.type === "image" || node.type === "definition") links.push(node.url);
    if (node.type === "blockquote") quotations.push(textOf(node));
    if (node.type === "html") html.push(node.value);
    if (node.type === "text") prose.push(node.value);
  });
  visit(root, "code", (node, index = 0, parent) => {
    const before = parent?.children.slice(0, index).findLast(({ type }) => type !== "code");
    blocks.push({ ...blockOf(node), intro: introOf(before) });
  });
  const predictions = root.children.flatMap((node, index) =>
    node.type === "blockquote" && asked.test(textOf(node))
      ? [{ line: lineOf(node), choices: choicesOf(node), answer: answerOf(root.children.slice(index + 1)) }]
      : [],
  );
  return { file, frontMatter, headings, blocks, links, quotations, predictions, html, prose };
}

function introOf(node: Nodes | undefined): Intro | undefined {
  if (node?.type !== "paragraph" && node?.type !== "list") return undefined;
  const code: string[] = [];
  visit(node, "inlineCode", ({ value }) => {
    code.push(value);
  });
  return { text: textOf(node), code };
}

function choicesOf(quotation: Extract<Nodes, { type: "blockquote" }>): string[] {
  const list = quotation.children.at(-1);
  return list?.type === "list" ? list.children.map(textOf) : [];
}

/** The answer is folded: `<details>` right after the question, then its paragraphs. */
function answerOf([folded, answer]: readonly Nodes[]): string | undefined {
  if (folded?.type !== "html" || answer?.type !== "paragraph") return undefined;
  const [first] = answer.children;
  return first?.type === "strong" ? textOf(first) : undefined;
}

function lineOf(node: Nodes): number {
  return node.position?.start.line ?? 0;
}

function blockOf(node: Extract<Nodes, { type: "code" }>): Block {
  return {
    lang: node.lang ?? "",
    words: node.meta?.split(/\s+/) ?? [],
    text: node.value,
    line: lineOf(node),
  };
}

function textOf(node: Nodes): string {
  if ("value" in node) return node.value;
  if (node.type === "break") return "\n";
  const between = node.type === "list" || node.type === "listItem" || node.type === "blockquote" ? "\n" : "";
  return "children" in node ? node.children.map(textOf).join(between) : "";
}
