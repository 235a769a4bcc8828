import { expect, test } from "vitest";
import { linkOf } from "./links.ts";

test("when a link leads to a lesson, a page, a file or a heading, then the page follows it", () => {
  expect(linkOf({ lesson: "3", lang: "fr" }, "?lesson=3")).toEqual({
    kind: "lesson",
    number: 3,
    lang: "fr",
    anchor: "",
  });
  expect(linkOf({ page: "glossary", anchor: "topic" }, "?page=glossary#topic")).toEqual({
    kind: "page",
    name: "glossary",
    anchor: "topic",
  });
  expect(linkOf({ file: "infra/kafka.ts" }, "?file=x")).toEqual({ kind: "file", path: "infra/kafka.ts" });
  expect(linkOf({}, "#l%27id%C3%A9e")).toEqual({ kind: "here", anchor: "l'idée" });
});

test("when a link leads to another site, then the browser follows it", () => {
  expect(linkOf({ external: "" }, "https://kafka.apache.org/")).toBeUndefined();
});
