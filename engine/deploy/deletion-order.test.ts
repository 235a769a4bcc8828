import fc from "fast-check";
import { expect, test } from "vitest";
import type { Resource } from "../model/checkpoint.ts";
import { dependentsOf, dependsOn, inDeletionOrder, sortForDeletion } from "./deletion-order.ts";

/** Resources that each depend on some of those before them, as in any state. */
const states = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 }).map((rows) =>
  rows.map(
    (needs, index): Resource => ({
      urn: `urn:${index}`,
      custom: true,
      type: "t",
      dependencies: index === 0 ? [] : needs.map((need) => `urn:${need % index}`),
    }),
  ),
);

function expectDependentsFirst(gone: readonly Resource[]): void {
  for (const [index, resource] of gone.entries()) {
    for (const later of gone.slice(index + 1)) expect(dependsOn(later, resource)).toBe(false);
  }
}

test("when everything is deleted, then what depends on a resource is deleted before it", async () => {
  await fc.assert(
    fc.asyncProperty(states, async (resources) => {
      const gone: Resource[] = [];
      await inDeletionOrder(resources, async (resource) => {
        await Promise.resolve();
        gone.push(resource);
        return true;
      });
      expect(gone).toHaveLength(resources.length);
      expectDependentsFirst(gone);
      expectDependentsFirst(sortForDeletion(resources));
    }),
  );
});

test("when one cannot be deleted, then what it depends on stays and the others are deleted", async () => {
  await fc.assert(
    fc.asyncProperty(states, fc.nat(), async (resources, pick) => {
      const stuck = resources[pick % resources.length] as Resource;
      const gone: Resource[] = [];
      await inDeletionOrder(resources, async (resource) => {
        if (resource === stuck) return false;
        gone.push(resource);
        return true;
      });
      const needed = resources.filter((item) => dependentsOf([item], resources).includes(stuck));
      expect(new Set(gone)).toEqual(
        new Set(resources.filter((item) => item !== stuck && !needed.includes(item))),
      );
    }),
  );
});

test("when a resource is a child, or names a provider or deletedWith, then that is a dependency too", () => {
  const parent: Resource = { urn: "p", id: "1", custom: false, type: "t" };
  expect(dependsOn({ urn: "a", custom: true, type: "t", parent: "p" }, parent)).toBe(true);
  expect(dependsOn({ urn: "b", custom: true, type: "t", provider: "p::1" }, parent)).toBe(true);
  expect(dependsOn({ urn: "c", custom: true, type: "t", deletedWith: "p" }, parent)).toBe(true);
  expect(
    dependsOn({ urn: "d", custom: true, type: "t", propertyDependencies: { name: ["p"] } }, parent),
  ).toBe(true);
  expect(dependsOn({ urn: "e", custom: true, type: "t" }, parent)).toBe(false);
});
