import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { createHighlighter, type Highlighter } from "./markdown/highlighter.ts";
import { renderMarkdown } from "./render.ts";

let highlighter: Highlighter;

beforeAll(async () => {
  highlighter = await createHighlighter();
});

function htmlOf(text: string): string {
  const look = () => undefined;
  const definitions = new Map([["x", 'a "definition" <b>']]);
  const file = "workshop/01-a-message-travels/lesson.en.md";
  const { html, predictions } = renderMarkdown(text, { highlighter, file, lang: "en", definitions, look });
  const parts = predictions.flatMap(({ question, answer, choices }) => [
    question,
    answer,
    ...choices.map((choice) => choice.text),
  ]);
  return [html, ...parts].join("\n");
}

test.each([
  ["a script", "<script>alert(1)</script>"],
  ["a script among words", "a <script>alert(1)</script> b"],
  ["a script in a folded part", "<details><summary>x</summary>\n\n<script>alert(1)</script>\n\n</details>"],
  ["a script in a summary", "<details><summary><script>alert(1)</script></summary>\n\nx\n\n</details>"],
  [
    "a folded part with a handler",
    '<details ontoggle="alert(1)" open><summary>x</summary>\n\nx\n\n</details>',
  ],
  ["a picture with a handler", '<img src=x onerror="alert(1)">'],
  ["a picture from elsewhere", "![x](https://example.org/x.png)"],
  ["a link that is a program", "[x](javascript:alert(1))"],
  ["a link that is a program in disguise", "[x](JaVaScRiPt:alert(1)) [y](&#106;avascript:alert(1))"],
  ["a link with data", "[x](data:text/html;base64,PHNjcmlwdD4=)"],
  ["an address that is a program", "<javascript:alert(1)>"],
  ["a style", '<p style="position:fixed">x</p>'],
  ["a style sheet", "<style>body{display:none}</style>"],
  ["a frame", '<iframe src="https://example.org"></iframe>'],
  ["a form", '<form action="/x"><button>x</button></form>'],
  ["a mark of ours", '<div data-block="0" data-prediction="1">x</div>'],
  ["words of a fence", "```sh onclick=alert(1) data-block=9\nx\n```"],
  ["the language of a fence", '```"><script>alert(1)</script>\nx\n```'],
  ["a fence that ends its element", "```sh\n</code></pre><script>alert(1)</script>\n```"],
  ["a diagram that ends its element", "```mermaid\n</pre><script>alert(1)</script>\n```"],
  ["a heading", "# x<svg onload=alert(1)>"],
  ["a heading before a diagram", '# "><script>alert(1)</script>\n\n```mermaid\nx\n```'],
  [
    "a prediction",
    "> **Predict:** <img src=x onerror=alert(1)>\n>\n> - a) <script>x</script>\n> - b) [y](javascript:x)\n\n<details><summary>Answer</summary>\n\n**a.** <svg onload=x>\n\n</details>",
  ],
])("when a text has %s, then nothing of it is left that acts", (_, text) => {
  expect(unsoundTags(htmlOf(text))).toEqual([]);
});

test("when a text has a folded part, then it stays", () => {
  expect(htmlOf("<details><summary>More</summary>\n\n*yes*\n\n</details>\n\nafter")).toBe(
    "<details>\n<summary>More</summary>\n<p><em>yes</em></p>\n</details>\n<p>after</p>",
  );
});

test("when a folded part is not closed, or closed twice, then the text goes on", () => {
  expect(htmlOf("<details><summary>More</summary>\n\nin")).toContain("<p>in</p>");
  expect(htmlOf("</details>\n\nafter")).toBe("<p>after</p>");
});

const pieces = [
  "<script>",
  "</script>",
  "<img src=x onerror=alert(1)>",
  "<details><summary>",
  "</summary>",
  "</details>",
  "<svg/onload=x>",
  "[x](javascript:alert(1))",
  "[x](../GLOSSARY.en.md#x)",
  "[x]: javascript:alert(1)\n",
  "```",
  "```sh\n",
  "```mermaid\n",
  "> **Predict:** ",
  "> - a) ",
  "**a.** ",
  'style="x"',
  "\n\n",
  "\n",
  "<!--",
  "-->",
  "&lt;",
  "`",
  '"',
  "'",
  "| a |\n|---|\n| ",
  "# ",
  "<p ",
  ">",
];

test("when a text is made of anything, then its HTML has only our elements and attributes", () => {
  const piece = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 8 }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (parts) => {
      expect(unsoundTags(htmlOf(parts.join("")))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

const elements =
  /^(a|blockquote|br|code|del|details|div|em|h[1-6]|hr|li|ol|p|pre|section|span|strong|summary|sup|table|tbody|td|th|thead|tr|ul)$/;
const attributes =
  /^(align|aria-label|class|data-(anchor|block|definition|external|file|lang|lesson|mermaid|output|page|prediction|term|letter|part)|href|id|rel|role|start|tabindex|target|title)$/;

/** Every tag that is not of our elements, or whose attributes are not ours; in text and values `<` is always escaped. */
function unsoundTags(html: string): string[] {
  const tag = /<(\/?)([a-zA-Z][^\s/>]*)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*>/g;
  const left = html.replace(tag, "");
  const wrong = left.includes("<") ? [left] : [];
  for (const [whole, , name = "", inside = ""] of html.matchAll(tag)) {
    const pairs = [...inside.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)];
    const known = pairs.every(([, attribute = ""]) => attributes.test(attribute));
    const leads = pairs.every(
      ([, key, value = ""]) => key !== "href" || /^(https?:|mailto:|#|\?)/i.test(value),
    );
    if (!elements.test(name) || !known || !leads) wrong.push(whole);
  }
  return wrong;
}
