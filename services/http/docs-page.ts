import type { ApiDocument } from "./openapi.ts";

type Operation = {
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; description?: string; schema?: unknown }[];
  requestBody?: { content: Content };
  responses?: Record<string, { description?: string; content?: Content }>;
};
type Content = Record<string, { schema?: unknown; examples?: unknown }>;

/** The OpenAPI document as one page that loads nothing else, so that it works without a network. */
export function renderDocs(api: ApiDocument): string {
  const paths = Object.entries(api.paths ?? {}) as [string, Record<string, Operation>][];
  const operations = paths.flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => renderOperation(method, path, operation)),
  );
  const schemas = Object.entries(api.components?.schemas ?? {});
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(api.info.title)}</title>${STYLE}
<h1>${escapeHtml(api.info.title)}</h1>${paragraphs(api.info.description)}
<p>The same for machines: <a href="openapi.json">openapi.json</a></p>
${operations.join("\n")}
<h2>Schemas</h2>${schemas.map(([name, schema]) => `<h3>${escapeHtml(name)}</h3>${code(schema)}`).join("\n")}</html>`;
}

const STYLE = `<style>body{font:16px/1.5 system-ui;max-width:60rem;margin:2rem auto;padding:0 1rem}
pre{background:#8881;padding:.7rem;overflow:auto}code{font-size:.9em}td{vertical-align:top;padding:.3rem 1rem .3rem 0}
h2 code{background:#0a61;padding:.1rem .4rem}:root{color-scheme:light dark}</style>`;

function renderOperation(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, description, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code> (${place})<td>${escapeHtml(description ?? "")}${code(schema)}`,
  );
  const responses = Object.entries(operation.responses ?? {}).map(
    ([status, response]) =>
      `<tr><td><code>${status}</code><td>${escapeHtml(response.description ?? "")}${renderContent(response.content)}`,
  );
  const body = operation.requestBody ? `<h3>Body</h3>${renderContent(operation.requestBody.content)}` : "";
  return `<h2><code>${method.toUpperCase()} ${escapeHtml(path)}</code></h2>
<p>${escapeHtml(operation.summary ?? "")}</p>${paragraphs(operation.description)}
<table>${parameters.join("")}</table>${body}<table>${responses.join("")}</table>`;
}

function renderContent(content: Content = {}): string {
  return Object.entries(content)
    .map(([type, { schema }]) => `<div><code>${escapeHtml(type)}</code>${code(schema)}</div>`)
    .join("");
}

function code(value: unknown): string {
  return value === undefined ? "" : `<pre><code>${escapeHtml(JSON.stringify(value, null, 2))}</code></pre>`;
}

function paragraphs(text = ""): string {
  return text
    .split("\n\n")
    .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
    .join("");
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
