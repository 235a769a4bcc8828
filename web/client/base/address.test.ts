import { expect, test } from "vitest";
import { addressOfPlace, readPlace } from "./address.ts";

test("when an address names a lesson or a page, then it is opened, in its language", () => {
  expect(readPlace("?lesson=3&lang=fr", "#l%27id%C3%A9e")).toEqual({
    place: { kind: "lesson", number: 3, anchor: "l'idée" },
    lang: "fr",
  });
  expect(readPlace("?page=glossary", "")).toEqual({ place: { kind: "page", name: "glossary", anchor: "" } });
});

test("when an address names nothing that is known, then nothing is opened", () => {
  expect(readPlace("?lesson=x&lang=de", "#%")).toEqual({ place: { kind: "none" } });
});

test("when a place is written as an address, then it is read back", () => {
  const place = { kind: "lesson", number: 12, anchor: "l'idée" } as const;
  const [search = "", hash = ""] = addressOfPlace(place).slice(1).split("#");
  expect(readPlace(search, hash).place).toEqual(place);
});
