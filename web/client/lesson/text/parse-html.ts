/**
 * The nodes of HTML that the server has sanitized. It is parsed in a document of its own, where nothing loads or runs;
 * nothing else of the page is ever read as HTML.
 */
export function nodesOf(html: string): Node[] {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.body.childNodes].map((node) => document.importNode(node, true));
}
