import { useLayoutEffect, useRef } from "preact/hooks";
import { nodesOf } from "./parse-html.ts";

/** A short text of the server's, such as a question. */
export function ServerHtml({ html, isInline }: { html: string; isInline?: boolean }) {
  const host = useRef<HTMLElement>(null);
  useLayoutEffect(() => host.current?.replaceChildren(...nodesOf(html)), [html]);
  const Tag = isInline ? "span" : "div";
  return <Tag ref={host as never} />;
}
