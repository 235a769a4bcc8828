import { expect, test } from "vitest";
import { parseDockerHost } from "./address.ts";

test.each([
  ["unix:///a/b.sock", "unix:///a/b.sock"],
  ["unix://", "unix:///var/run/docker.sock"],
  ["10.0.0.9:2375", "tcp://10.0.0.9:2375"],
  ["10.0.0.9", "tcp://10.0.0.9:2375"],
  ["tcp://10.0.0.9", "tcp://10.0.0.9:2375"],
  ["tcp://", "tcp://localhost:2375"],
  [":2376", "tcp://localhost:2376"],
  ["tcp://docker:80", "tcp://docker:80"],
  ["tcp://docker:2375/prefix/", "tcp://docker:2375/prefix"],
  ["tcp://[::1]:2375", "tcp://[::1]:2375"],
  ["https://docker", "https://docker:2375"],
  [" ssh://me@host:2222 ", "ssh://me@host:2222"],
])("when DOCKER_HOST is %j, then it is read as %s", (given, url) => {
  expect(parseDockerHost(given).url).toBe(url);
});

test("when an address is for ssh, then ssh gets the arguments that docker gives it", () => {
  expect(parseDockerHost("ssh://me@host:2222/run/docker.sock")).toMatchObject({
    sshArguments: [
      ...["-o", "ConnectTimeout=30", "-T", "-l", "me", "-p", "2222", "--", "host"],
      ...["docker", "--host", "unix:///run/docker.sock", "system", "dial-stdio"],
    ],
  });
});

test.each(["foo://x", "unix://relative", "tcp://a:99999", "tcp://a b", "ssh://", "tcp://a:1?x=y"])(
  "when DOCKER_HOST is %j, then it is refused in one sentence",
  (given) => {
    expect(() => parseDockerHost(given)).toThrow(`saw "${given}"`);
  },
);

test("when an address holds a password, then it is refused, and the message does not show the password", () => {
  expect(() => parseDockerHost("ssh://me:hidden@host")).toThrow(/^(?!.*hidden)/);
});
