import { defaultSchema, type Options } from "rehype-sanitize";

/**
 * What may remain of a text. Attributes for data come from the marks of `read-blocks.ts` and its neighbours only, because
 * Markdown itself cannot write any, and its HTML has been left out by then.
 */
export const allowed: Options = {
  ...defaultSchema,
  // Pictures would come from elsewhere: the texts have none, and the page may load none.
  tagNames: [...(defaultSchema.tagNames ?? []).filter((name) => !/^(img|picture|source|input)$/.test(name))],
  protocols: { href: ["http", "https", "mailto"] },
  attributes: {
    a: ["href"],
    code: [["className", /^language-[a-z]+$/], "dataBlock", "dataOutput", "dataAlt"],
    div: ["dataPrediction", "dataPart"],
    li: ["dataLetter"],
    ol: ["start"],
    td: ["align"],
    th: ["align"],
  },
};
