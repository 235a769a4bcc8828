import { expect, test } from "vitest";
import type { TerminalTab } from "../../contract/terminal.ts";
import { assignRoles, parseKnown } from "./roles.ts";

const tab = (id: string): TerminalTab => ({ id, shell: "bash", at: "prompt" });
const rolesOf = (ids: string[], known: string) =>
  assignRoles(ids.map(tab), parseKnown(known)).map(({ role }) => role);

test("when nothing was kept, then the first terminal is the main one", () => {
  expect(rolesOf(["a", "b"], "")).toEqual(["main", "other"]);
});

test("when the browser has kept which is which, then they stay so", () => {
  const known = '[{"id":"b","role":"main"},{"id":"a","role":"second"}]';
  expect(rolesOf(["a", "b", "c"], known)).toEqual(["second", "main", "other"]);
});

test("when the main one has ended meanwhile, then the second does not become it", () => {
  expect(rolesOf(["a"], '[{"id":"a","role":"second"}]')).toEqual(["second"]);
});

test("when there is a main one already, then one of another page is none", () => {
  expect(assignRoles([tab("x")], [], true).map(({ role }) => role)).toEqual(["other"]);
});

test("when what was kept cannot be read, then it counts as nothing", () => {
  expect(parseKnown('[{"role":"queen"},null')).toEqual([]);
  expect(parseKnown('[{"role":"queen"},null]')).toEqual([]);
});
