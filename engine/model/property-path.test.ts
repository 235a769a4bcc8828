import { expect, test } from "vitest";
import { keepOld, parsePath, pathContains } from "./property-path.ts";

test("when a path is written in Pulumi's notation, then its segments are found", () => {
  expect(parsePath('labels[0].value["a.b"].c[*]')).toEqual(["labels", 0, "value", "a.b", "c", "*"]);
});

test("when a pattern names a whole property, then it contains every path inside", () => {
  expect(pathContains("ports", "ports[0].external")).toBe(true);
  expect(pathContains("ports[*].external", "ports[3].external")).toBe(true);
  expect(pathContains("ports[0]", "ports[1]")).toBe(false);
  expect(pathContains("memory", "memorySwap")).toBe(false);
});

test("when a property is ignored, then its old value stays", () => {
  const olds = { labels: [{ label: "v", value: "1" }], name: "a" };
  const news = { labels: [{ label: "v", value: "2" }], name: "b" };
  expect(keepOld(news, olds, ["labels"])).toEqual({ labels: olds.labels, name: "b" });
  expect(keepOld(news, olds, ["labels[0].value"])).toEqual({ labels: olds.labels, name: "b" });
  expect(keepOld(news, olds, ["labels[*].value"])).toEqual({ labels: olds.labels, name: "b" });
});

test("when an ignored property is new, then it is left out; when it is missing, then it is kept", () => {
  expect(keepOld({ memory: 1, name: "a" }, { name: "a" }, ["memory"])).toEqual({ name: "a" });
  expect(keepOld({ name: "a" }, { memory: 1, name: "a" }, ["memory"])).toEqual({ memory: 1, name: "a" });
});

test("when everything is ignored, then the old inputs stay, whatever the program says", () => {
  const olds = { memory: 1, name: "a", healthcheck: { retries: 3 } };
  expect(keepOld({ name: "b", tty: true, healthcheck: {} }, olds, ["*"])).toEqual(olds);
  expect(keepOld({ name: "b", healthcheck: {} }, olds, ["healthcheck.*"])).toEqual({
    name: "b",
    healthcheck: { retries: 3 },
  });
});

test("when an ignored path leads into elements that come or go, then these are as in the program", () => {
  const [one, two] = [
    { label: "a", value: "1" },
    { label: "b", value: "2" },
  ];
  const ignored = ["labels[*].value"];
  expect(keepOld({ labels: [{ ...one, value: "3" }, two] }, { labels: [one] }, ignored)).toEqual({
    labels: [one, two],
  });
  expect(keepOld({ labels: [one] }, { labels: [one, two] }, ignored)).toEqual({ labels: [one] });
  expect(keepOld({ labels: [one] }, {}, ignored)).toEqual({ labels: [one] });
  expect(keepOld({ ports: [{ external: 1 }] }, {}, ["ports[0].external"])).toEqual({
    ports: [{ external: 1 }],
  });
  expect(keepOld({ envs: ["A", "B"] }, { envs: ["C"] }, ["envs[1]"])).toEqual({ envs: ["A", "B"] });
});

test("when an ignored path leads into a block that comes or goes, then only what it names is left out", () => {
  const block = { healthcheck: { interval: "1s", retries: 1 } };
  expect(keepOld(block, {}, ["healthcheck.interval"])).toEqual({ healthcheck: { retries: 1 } });
  expect(keepOld({}, block, ["healthcheck.interval"])).toEqual({});
});
