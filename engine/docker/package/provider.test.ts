import { expect, test } from "vitest";
import { checkProvider, connect } from "./provider.ts";

test.each(["npipe:////./pipe/docker_engine", "fd://", "foo://x", "/var/run/docker.sock"])(
  "when the host of a provider is %s, then it is refused in one sentence",
  (host) => {
    const reason = /^[^\n]*expected unix:\/\/\/PATH, tcp:\/\/HOST:PORT or ssh:\/\/USER@HOST, saw [^\n]*$/;
    expect(checkProvider({ host })).toMatchObject([
      { property: "host", reason: expect.stringMatching(reason) },
    ]);
    expect(() => connect({ host })).toThrow(reason);
  },
);

test("when a provider contains logins of registries, then they are refused by name, with the way to log in", () => {
  const registryAuth = [{ address: "a.test", username: "me", password: "s3cr3t" }];
  const [failure] = checkProvider({ registryAuth });
  expect(failure).toMatchObject({
    property: "registryAuth",
    reason: expect.stringContaining("docker login"),
  });
  expect(failure?.reason).not.toContain("s3cr3t");
});
