import { expect, test } from "vitest";
import { aliasUrns } from "./aliases.ts";

const stackUrn = "urn:pulumi:dev::lab::pulumi:pulumi:Stack::lab-dev";
const groupUrn = "urn:pulumi:dev::lab::lab:index:Group::group";
const identity = {
  stack: "dev",
  project: "lab",
  parentUrn: stackUrn,
  type: "docker:index/network:Network",
  name: "new",
};

test("when a resource had another name, then its alias is the URN with that name", () => {
  expect(aliasUrns(identity, [{ name: "old" }], [])).toEqual([
    "urn:pulumi:dev::lab::docker:index/network:Network::old",
  ]);
});

test("when a resource moved under a component, then its alias is the URN without the component", () => {
  const moved = { ...identity, parentUrn: groupUrn };
  expect(aliasUrns(moved, [{ parentUrn: stackUrn }], [])).toEqual([
    "urn:pulumi:dev::lab::docker:index/network:Network::new",
  ]);
});

test("when it moved away from a component whose type changed, then its alias starts from the component's old URN", () => {
  const oldGroup = "urn:pulumi:dev::lab::lab:index:Team::group";
  expect(aliasUrns(identity, [{ parentUrn: groupUrn }], [], new Map([[groupUrn, oldGroup]]))).toEqual([
    `urn:pulumi:dev::lab::lab:index:Team$docker:index/network:Network::new`,
  ]);
});

test("when an alias is a whole URN, then it is taken as it is", () => {
  expect(aliasUrns(identity, ["urn:pulumi:x::y::z::n"], [])).toEqual(["urn:pulumi:x::y::z::n"]);
});

test("when a component was renamed, then its children are looked for under its old name, prefix included", () => {
  const child = { ...identity, parentUrn: groupUrn, name: "group-net" };
  const oldGroup = "urn:pulumi:dev::lab::lab:index:Group::team";
  expect(aliasUrns(child, [], [oldGroup])).toEqual([
    "urn:pulumi:dev::lab::lab:index:Group$docker:index/network:Network::team-net",
  ]);
});

test("when an alias is the resource's own URN, then it is left out", () => {
  expect(aliasUrns(identity, [{ name: "new" }], [])).toEqual([]);
});
