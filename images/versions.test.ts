import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bridgeVersion, findKafkaVersion, otherVersions } from "../common/kafka-versions.ts";
import { baseRecipe } from "./base/recipe.ts";
import { imageRecipes } from "./build.ts";
import { toolsOf } from "./kafka/moved-tools.ts";
import { kafkaRecipe } from "./kafka/recipe.ts";
import { officialImages } from "./machine-images.ts";

const tool = readFileSync(new URL("kafka/bin/tool", import.meta.url), "utf8");

test("when a version is asked for by its beginning, then it is found, and another one is refused with those that there are", () => {
  expect(findKafkaVersion("4.1").official).toBe("confluentinc/cp-kafka:8.1.1");
  expect(findKafkaVersion("3.9.1")).toBe(bridgeVersion);
  for (const asked of ["4", "3.8", "4.1.1"]) expect(otherVersions).toContain(findKafkaVersion(asked));
  for (const asked of ["", "4.10", "5"])
    expect(() => findKafkaVersion(asked)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("3.8.1, 4.1.1") }),
    );
});

test("when an image of another version is built, then it is of another recipe, and only where it is asked for", () => {
  const names = imageRecipes().map(({ name }) => name);
  expect(names).toContain("kafka-lab/kafka:3.9.1");
  expect(imageRecipes(["kafka-lab/kafka:4.1.1", "someone/kafka:1"]).map(({ name }) => name)).toEqual([
    ...names,
    "kafka-lab/kafka:4.1.1",
  ]);
  const base = baseRecipe();
  const recipes = [bridgeVersion, ...otherVersions].map((version) => kafkaRecipe(base, version).recipe);
  expect(new Set(recipes).size).toBe(recipes.length);
});

test("when the tools are of Kafka 4, then those that it has moved are found there, and none is of ZooKeeper", () => {
  const four = toolsOf(findKafkaVersion("4.1"), tool);
  expect(four).toContain("[kafka-console-producer]=org.apache.kafka.tools.ConsoleProducer\n");
  expect(four).not.toContain("[zookeeper-shell]=");
  expect(four.match(/^ {2}\[kafka-/gm)?.length).toBe(tool.match(/^ {2}\[kafka-/gm)?.length);
  expect(toolsOf(findKafkaVersion("3.8"), tool)).toBe(tool);
});

test("when the official images change, then the version of the stacks is of the same Kafka", () => {
  expect(bridgeVersion.official).toBe(officialImages.kafkaImage);
});
