import type { Language } from "../../../contract/language.ts";
import { asLanguage } from "../../base/as-language.ts";

/** Where a link of a text leads inside the page. */
export type FollowedLink =
  | { readonly kind: "lesson"; readonly number: number; readonly lang?: Language; readonly anchor: string }
  | { readonly kind: "page"; readonly name: string; readonly lang?: Language; readonly anchor: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "here"; readonly anchor: string };

/** Follows links inside the page; those to other sites open a tab of their own, as the server has marked them. */
export function followLinks(body: HTMLElement, onFollow: (link: FollowedLink) => void): () => void {
  const click = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const anchor = (event.target as Element).closest("a");
    const link = anchor ? linkOf(anchor.dataset, anchor.getAttribute("href") ?? "") : undefined;
    if (!link) return;
    event.preventDefault();
    onFollow(link);
  };
  body.addEventListener("click", click);
  return () => body.removeEventListener("click", click);
}

/** Reads what the server has put at a link; undefined for one that leaves the page. */
export function linkOf(
  data: Readonly<Record<string, string | undefined>>,
  href: string,
): FollowedLink | undefined {
  const anchor = data.anchor ?? "";
  const given = asLanguage(data.lang);
  const lang = given && { lang: given };
  if (data.lesson !== undefined) return { kind: "lesson", number: Number(data.lesson), ...lang, anchor };
  if (data.page !== undefined) return { kind: "page", name: data.page, ...lang, anchor };
  if (data.file !== undefined) return { kind: "file", path: data.file };
  return href.startsWith("#") ? { kind: "here", anchor: decodeURIComponent(href.slice(1)) } : undefined;
}
