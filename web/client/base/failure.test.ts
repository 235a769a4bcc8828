import { expect, test } from "vitest";
import { failureOf } from "./failure.ts";

test("when the lab refuses in both languages, then the words begin with a capital and keep the advice", () => {
  const words = { en: "there is no lesson 99.", fr: "il n'y a pas de leçon 99." };
  const advice = { en: "look", fr: "regardez" };
  const failure = failureOf(404, JSON.stringify({ type: "x", title: "x", status: 404, words, advice }));
  expect(failure.words).toEqual({ en: "There is no lesson 99.", fr: "Il n'y a pas de leçon 99." });
  expect(failure.advice).toEqual(advice);
});

test("when a problem is in English only, then its title, detail and hint are shown", () => {
  const failure = failureOf(
    503,
    JSON.stringify({ title: "No terminal", detail: "No pty.", hint: "Use yours." }),
  );
  expect(failure.words.fr).toBe("No terminal. No pty.");
  expect(failure.advice?.en).toBe("Use yours.");
});

test("when an answer is no problem document, then its status is shown", () => {
  expect(failureOf(502, "<html>").words.en).toContain("502");
});
