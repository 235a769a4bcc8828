/** The anchor that hosts of repositories give a heading: https://github.com/gjtorikian/html-pipeline (its TOC filter). */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}

/** The anchors of a text: a heading that comes again gets a number. */
export function anchorsOf({
  headings,
}: {
  readonly headings: readonly { readonly text: string }[];
}): string[] {
  const seen = new Map<string, number>();
  return headings.map(({ text }) => {
    const anchor = anchorOf(text);
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}
