import { expect, test } from "vitest";
import { projectWithStack, write } from "../stack/testing/project-with-stack.ts";
import { newFolder } from "../testing/served-page.ts";
import { serviceAddresses, urlOf } from "./addresses.ts";

test("when a stack has several instances and other ports, then its services have these addresses", async () => {
  const dir = projectWithStack();
  expect((await serviceAddresses(dir)).map(urlOf)).toEqual([
    "http://127.0.0.1:5101",
    "http://127.0.0.1:5102",
  ]);
  const settings = { name: "mine", serviceAPort: 6101, serviceBInstances: 2 };
  const lines = Object.entries(settings).map(([key, value]) => `  kafka-lab:${key}: ${value}`);
  write(dir, "Pulumi.s.yaml", `config:\n${lines.join("\n")}\n`);
  expect(await serviceAddresses(dir)).toEqual([
    { name: "service-a", kind: "service-a", host: "127.0.0.1", port: 6101 },
    { name: "service-b", kind: "service-b", host: "127.0.0.1", port: 5102 },
    { name: "service-b-2", kind: "service-b", host: "127.0.0.1", port: 5112 },
  ]);
});

test("when there is no stack, then there are no services", async () => {
  expect(await serviceAddresses(newFolder())).toEqual([]);
});
