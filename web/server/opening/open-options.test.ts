import { expect, test } from "vitest";
import { readOpenOptions } from "./open-options.ts";

test("when nothing is given, then the usual port is tried, and a browser opened", () => {
  expect(readOpenOptions([])).toEqual({ port: 8910, hosts: [], browser: true, lang: undefined });
});

test("when options are given, then they are read", () => {
  const args = ["--port=0", "--host=a.example", "--host=b.example", "--no-browser", "--lang=fr"];
  expect(readOpenOptions(args)).toEqual({
    port: 0,
    hosts: ["a.example", "b.example"],
    browser: false,
    lang: "fr",
  });
  expect(() => readOpenOptions(["--port=x"])).toThrow();
});
