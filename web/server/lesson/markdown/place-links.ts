import type { Element, Root } from "hast";
import { visit } from "unist-util-visit";
import type { Language } from "../../../contract/language.ts";
import { type LinkTarget, resolveLink } from "./link-target.ts";

/** The definitions of the glossary in one language, by the anchors of their headings. */
export type Definitions = ReadonlyMap<string, string>;

interface Surroundings {
  readonly file: string;
  readonly lang: Language;
  readonly definitions: Definitions;
  /** What a path of the project is, because a file can be shown, and a folder only named. */
  readonly look: (path: string) => "file" | "folder" | undefined;
}

/**
 * Turns the links of a text into those of the page, where `data-` attributes say what a click opens: `data-lesson`,
 * `data-page`, `data-file`, or `data-external` for a new tab. A term of the glossary has its definition with it, in
 * `data-term` and `data-definition`. Returns the files that the text leads to.
 */
export function placeLinks(root: Root, surroundings: Surroundings): string[] {
  const files: string[] = [];
  visit(root, "element", (node) => {
    if (node.tagName !== "a") return;
    const target = resolveLink(String(node.properties.href ?? ""), surroundings);
    const isFile = target.kind === "path" && surroundings.look(target.path) === "file";
    if (isFile) files.push(target.path);
    place(node, target.kind === "path" && !isFile ? { kind: "nowhere" } : target, surroundings);
    if (target.kind === "path" && !isFile) node.properties = { title: target.path };
  });
  return files;
}

function place(node: Element, target: LinkTarget, { lang, definitions }: Surroundings): void {
  if (target.kind === "nowhere") [node.tagName, node.properties] = ["span", {}];
  if (target.kind === "outside")
    Object.assign(node.properties, { dataExternal: "", target: "_blank", rel: ["noopener", "noreferrer"] });
  if (target.kind === "here") node.properties = { href: `#${encodeURIComponent(target.anchor)}` };
  if (target.kind === "path")
    node.properties = { href: `?file=${encodeURIComponent(target.path)}`, dataFile: target.path };
  if (target.kind === "lesson") {
    const href = `?lesson=${target.number}&lang=${target.lang}`;
    node.properties = { ...inside(href, target), dataLesson: String(target.number) };
  }
  if (target.kind === "page") {
    const href = `?page=${target.name}&lang=${target.lang}`;
    const isTerm = target.name === "glossary" && target.lang === lang;
    const definition = isTerm ? definitions.get(target.anchor) : undefined;
    const term = definition !== undefined && { dataTerm: target.anchor, dataDefinition: definition };
    node.properties = { ...inside(href, target), dataPage: target.name, ...term };
  }
}

function inside(href: string, { lang, anchor }: { lang: Language; anchor: string }) {
  const hash = anchor === "" ? "" : `#${encodeURIComponent(anchor)}`;
  return { href: href + hash, dataLang: lang, ...(anchor !== "" && { dataAnchor: anchor }) };
}
