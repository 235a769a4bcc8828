import { describe, expect, test } from "vitest";
import { type PropertyMap, UNKNOWN } from "../../model/resource-type.ts";
import { CONTAINER } from "../container/container-schema.ts";
import { REMOTE_IMAGE } from "../image/remote-image.ts";
import { NETWORK } from "../network/network.ts";
import { diffAgainst } from "./difference.ts";
import type { Schema } from "./schema.ts";

/** The kinds of the differences, by path. */
function kinds(schema: Schema, outputs: PropertyMap, inputs: PropertyMap): Record<string, string> {
  const { detailed } = diffAgainst(schema, { id: "id", inputs: {}, outputs }, inputs);
  return Object.fromEntries(Object.entries(detailed).map(([path, { kind }]) => [path, kind]));
}

describe("when members of a set change", () => {
  test("then they are reported by their index in the state and in the program", () => {
    const outputs = { envs: ["SIZE=1", "TOKEN=t"] };
    expect(kinds(CONTAINER, outputs, { envs: ["TOKEN=t", "SIZE=3"] })).toEqual({
      "envs[0]": "delete-replace",
      "envs[1]": "add-replace",
    });
  });

  test("then another order is no change", () => {
    expect(kinds(CONTAINER, { envs: ["A=1", "B=2"] }, { envs: ["B=2", "A=1"] })).toEqual({});
  });

  test("then blocks with all their strings are reported one by one, and others as a whole", () => {
    const label = { label: "a", value: "1" };
    expect(kinds(CONTAINER, { labels: [label] }, { labels: [label, { label: "b", value: "2" }] })).toEqual({
      "labels[1]": "add-replace",
    });
    const network = { name: "one", ipv4Address: "", ipv6Address: "", macAddress: "" };
    expect(
      kinds(CONTAINER, { networksAdvanced: [network] }, { networksAdvanced: [{ name: "two" }] }),
    ).toEqual({ networksAdvanced: "update-replace" });
  });

  test("then one that is not known yet makes the whole unknown", () => {
    expect(kinds(CONTAINER, { envs: ["A=1"] }, { envs: ["A=1", UNKNOWN] })).toEqual({
      envs: "update-replace",
    });
  });
});

describe("when a block is given with nothing in it", () => {
  const nothing = { capabilities: { __defaults: [] } };

  test("then it is added where there was none", () => {
    expect(kinds(CONTAINER, { capabilities: null }, nothing)).toEqual({ capabilities: "add-replace" });
  });

  test("then it is no change where there was one, and its previous content is deleted", () => {
    expect(kinds(CONTAINER, { capabilities: { adds: [], drops: [] } }, nothing)).toEqual({});
    expect(kinds(CONTAINER, { capabilities: { adds: ["NET_ADMIN"], drops: [] } }, nothing)).toEqual({
      "capabilities.adds": "delete-replace",
    });
  });
});

describe("when a list changes", () => {
  test("then an inserted string is the only difference", () => {
    const outputs = { command: ["node", "main.js"] };
    expect(kinds(CONTAINER, outputs, { command: ["node", "--inspect", "main.js"] })).toEqual({
      "command[1]": "add-replace",
    });
  });

  test("then a port is reported by the field that changed", () => {
    const port = { internal: 80, external: 8080, ip: "127.0.0.1", protocol: "tcp" };
    expect(kinds(CONTAINER, { ports: [port] }, { ports: [{ ...port, external: 8081 }] })).toEqual({
      "ports[0].external": "update-replace",
    });
  });

  test("then ports in another order are no change", () => {
    const one = { internal: 80, external: 8080, ip: "127.0.0.1", protocol: "tcp" };
    const other = { internal: 443, external: 8443, ip: "127.0.0.1", protocol: "tcp" };
    expect(kinds(CONTAINER, { ports: [one, other] }, { ports: [other, one] })).toEqual({});
  });
});

describe("when something is left out of the program", () => {
  test("then what Docker fills in stays, and the others are deleted", () => {
    const outputs = { hostname: "0123456789ab", memory: 256, init: true, privileged: true };
    expect(kinds(CONTAINER, outputs, {})).toEqual({ memory: "delete", privileged: "delete-replace" });
  });

  test("then a number that is 0 by default is reported as an update", () => {
    const check = { tests: ["CMD", "true"], retries: 3 };
    expect(kinds(CONTAINER, { healthcheck: check }, { healthcheck: { tests: ["CMD", "true"] } })).toEqual({
      "healthcheck.retries": "update",
    });
  });

  test("then labels of a network are deleted, and those of a container stay", () => {
    const outputs = { labels: [{ label: "a", value: "1" }] };
    expect(kinds(NETWORK, outputs, {})).toEqual({ labels: "delete-replace" });
    expect(kinds(CONTAINER, outputs, {})).toEqual({});
  });
});

describe("when an empty value is given", () => {
  test("then a list that Docker would fill in is deleted as a whole", () => {
    const outputs = {
      command: ["sleep"],
      entrypoints: ["tini"],
      envs: ["A=1"],
      securityOpts: ["no-new-privileges"],
    };
    const inputs = { command: [], entrypoints: [], envs: [], securityOpts: [] };
    expect(kinds(CONTAINER, outputs, inputs)).toEqual({
      command: "delete-replace",
      entrypoints: "delete-replace",
      envs: "delete-replace",
      securityOpts: "delete-replace",
    });
    expect(kinds(CONTAINER, inputs, inputs)).toEqual({});
  });

  test("then blocks that Docker fills in stay", () => {
    const outputs = { labels: [{ label: "a", value: "1" }] };
    expect(kinds(CONTAINER, outputs, { labels: [] })).toEqual({});
  });

  test("then the keys of a map are deleted one by one", () => {
    const outputs = { tmpfs: { "/t": "size=1m" }, logOpts: { "max-size": "1m" } };
    expect(kinds(CONTAINER, outputs, { tmpfs: {}, logOpts: {} })).toEqual({
      'tmpfs["/t"]': "delete",
      'logOpts["max-size"]': "delete-replace",
    });
    expect(kinds(NETWORK, { options: { a: "b" } }, { options: {} })).toEqual({
      "options.a": "delete-replace",
    });
  });
});

test("when an entry of a map has no value, then it is added and deleted like any other", () => {
  const small = { "/t": "size=1m" };
  expect(kinds(CONTAINER, { tmpfs: small }, { tmpfs: { ...small, "/u": "" } })).toEqual({
    'tmpfs["/u"]': "add",
  });
  expect(kinds(CONTAINER, { tmpfs: { ...small, "/u": "" } }, { tmpfs: small })).toEqual({
    'tmpfs["/u"]': "delete",
  });
  expect(kinds(CONTAINER, { tmpfs: { "/u": "" } }, { tmpfs: { "/u": "" } })).toEqual({});
  expect(kinds(NETWORK, { options: { a: "b" } }, { options: { a: "b", x: "" } })).toEqual({
    "options.x": "add-replace",
  });
});

test("when keys of a map need quotes, then their paths have them", () => {
  const outputs = { logOpts: { "max-size": "5m", tag: "a" } };
  expect(kinds(CONTAINER, outputs, { logOpts: { "max-size": "6m", tag: "b" } })).toEqual({
    'logOpts["max-size"]': "update-replace",
    "logOpts.tag": "update-replace",
  });
});

describe("when a boolean is given or not", () => {
  test("then one that is no longer given is reported as an update to false, and not as deleted", () => {
    expect(kinds(CONTAINER, { readOnly: true, wait: true, tmpfs: { "/tmp": "rw" } }, {})).toEqual({
      readOnly: "update-replace",
      wait: "update",
      'tmpfs["/tmp"]': "delete",
    });
  });

  test("then false is a difference where nothing was given, and none where Docker answered false", () => {
    const nothing = { forceRemove: null, keepLocally: null };
    expect(kinds(REMOTE_IMAGE, nothing, { forceRemove: false, keepLocally: false })).toEqual({
      forceRemove: "add",
      keepLocally: "add",
    });
    expect(kinds(REMOTE_IMAGE, nothing, {})).toEqual({});
    expect(kinds(CONTAINER, { tty: false, init: null }, { tty: false, init: false })).toEqual({});
  });
});
