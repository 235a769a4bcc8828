import type { Root as Tree } from "hast";
import type { Root } from "mdast";
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import type { Language } from "../../contract/language.ts";
import type { Block, Prediction } from "../../contract/lesson.ts";
import { describeDiagrams } from "./markdown/describe-diagrams.ts";
import { foldDetails } from "./markdown/fold-details.ts";
import { addHeadingIds } from "./markdown/heading-ids.ts";
import type { Highlighter } from "./markdown/highlighter.ts";
import { markPredictions } from "./markdown/mark-predictions.ts";
import { textOf } from "./markdown/node-text.ts";
import { placeCode } from "./markdown/place-code.ts";
import { type Definitions, placeLinks } from "./markdown/place-links.ts";
import { readBlocks } from "./markdown/read-blocks.ts";
import { allowed } from "./markdown/sanitizing.ts";
import { takePredictions } from "./markdown/take-predictions.ts";

/** What stays the same for every reader of a text. */
export interface Rendered {
  /** The text of its first heading. */
  readonly title: string;
  readonly html: string;
  readonly blocks: readonly Block[];
  readonly predictions: readonly Omit<Prediction, "answered">[];
  /** The project's files that the text links to, by their paths. */
  readonly files: readonly string[];
}

export interface RenderParts {
  readonly highlighter: Highlighter;
  /** The path of the text from the project's folder, from which its links are resolved. */
  readonly file: string;
  readonly lang: Language;
  readonly definitions: Definitions;
  readonly look: (path: string) => "file" | "folder" | undefined;
}

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter);
const toElements = unified().use(remarkRehype).use(rehypeSanitize, allowed);
const printer = unified().use(rehypeStringify);

/** Reads a text; its front matter is a node of its own, which no element comes from. */
export function parseMarkdown(text: string): Root {
  return parser.parse(text);
}

/**
 * Turns a text of the workshop into HTML that the page may insert as it is. What the text itself brings is marked before
 * it is sanitized; what is added afterwards is our own.
 */
export function renderMarkdown(text: string, parts: RenderParts): Rendered {
  const root = parseMarkdown(text);
  const first = root.children.find((node) => node.type === "heading");
  const blocks = readBlocks(root);
  describeDiagrams(root, parts.lang);
  foldDetails(root);
  const marked = markPredictions(root);
  const tree = toElements.runSync(root) as Tree;
  addHeadingIds(tree);
  const files = placeLinks(tree, parts);
  placeCode(tree, parts.highlighter);
  const predictions = takePredictions(tree, marked);
  return { title: first ? textOf(first) : "", html: printer.stringify(tree), blocks, predictions, files };
}
