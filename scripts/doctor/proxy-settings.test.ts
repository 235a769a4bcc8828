import { describe, expect, test } from "vitest";
import { spareLoopback } from "../../lib/reach/loopback.ts";
import { checkLocalhost } from "./machine.ts";
import { checkProxy } from "./proxy-settings.ts";

const proxy = "http://school.example.com:3128";

describe("when a proxy is set", () => {
  test.each(["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])(
    "by %s without exceptions, then the lines to type are reported",
    (name) => {
      const { seen, todo } = checkProxy({ [name]: proxy });
      expect(seen).toBe(`${name} (school.example.com:3128), without localhost and 127.0.0.1 in no_proxy`);
      expect(todo).toBe('export no_proxy=localhost,127.0.0.1,::1; export NO_PROXY="$no_proxy"');
    },
  );

  test.each([
    [{ no_proxy: "localhost,127.0.0.1" }],
    [{ NO_PROXY: "localhost, 127.0.0.1" }],
    [{ no_proxy: "localhost 127.0.0.1" }],
    [{ NO_PROXY: "*" }],
    [{ NO_PROXY: "LOCALHOST,127.0.0.0/8" }],
    [{ no_proxy: ".localhost,127.0.0.1/32" }],
    [{ no_proxy: "localhost,127.0.0.1", NO_PROXY: "localhost,127.0.0.1,.local" }],
  ])("and %o excludes both, then nothing is wrong", (env) => {
    expect(checkProxy({ http_proxy: proxy, ...env }).todo).toBeUndefined();
  });

  test.each([
    [{ no_proxy: "" }, "localhost and 127.0.0.1"],
    [{ no_proxy: "localhost" }, "127.0.0.1"],
    [{ no_proxy: "127.0.0.1" }, "localhost"],
    [{ no_proxy: ".local,10.0.0.0/8" }, "localhost and 127.0.0.1"],
    [{ no_proxy: "notlocalhost,127.0.0.10" }, "localhost and 127.0.0.1"],
    [{ no_proxy: "localhost:5101,127.0.0.1:5101" }, "localhost and 127.0.0.1"],
    [{ no_proxy: "example.com", NO_PROXY: "localhost,127.0.0.1" }, "localhost and 127.0.0.1"],
  ])("and %o does not, then what is missing is named", (env, missing) => {
    const { seen, todo } = checkProxy({ http_proxy: proxy, ...env });
    expect(seen).toContain(`without ${missing} in`);
    expect(todo).toMatch(/^export no_proxy=\S+; export NO_PROXY="\$no_proxy"$/);
  });

  test("and its address holds a password, then it is not printed", () => {
    for (const address of [
      "http://me:secret@10.0.0.1:3128",
      "me:secret@10.0.0.1:3128",
      "http://me:sec ret@:",
    ]) {
      expect(JSON.stringify(checkProxy({ http_proxy: address }))).not.toMatch(/sec ?ret|me:/);
    }
  });

  test("and the list contains a shell command, then it is quoted", () => {
    expect(checkProxy({ http_proxy: proxy, no_proxy: "a;reboot" }).todo).toContain("'a;reboot,localhost,");
  });

  test("for https only, or not at all, then nothing is wrong", () => {
    expect(checkProxy({ HTTPS_PROXY: proxy, http_proxy: "" })).toMatchObject({ seen: "none" });
    expect(checkProxy({})).not.toHaveProperty("todo");
  });
});

test.each([
  [{}, "localhost,127.0.0.1,::1"],
  [{ no_proxy: "example.com" }, "example.com,localhost,127.0.0.1,::1"],
  [{ NO_PROXY: "example.com localhost" }, "example.com,localhost,127.0.0.1,::1"],
  [{ NO_PROXY: "*" }, "*"],
])(
  "when %o is given, then this process connects to its own machine directly: %s",
  (env: NodeJS.ProcessEnv, expected) => {
    spareLoopback(env);
    spareLoopback(env);
    expect([env.no_proxy, env.NO_PROXY]).toEqual([expected, expected]);
  },
);

test("when localhost is only ::1, then that is reported", async () => {
  const at = (...addresses: string[]) =>
    checkLocalhost(async () => addresses.map((address) => ({ address })));
  expect(await at("::1")).toMatchObject({ seen: "::1", todo: expect.stringContaining("/etc/hosts") });
  expect((await at("::1", "127.0.0.1")).todo).toBeUndefined();
  expect(await checkLocalhost(() => Promise.reject(new Error("ENOTFOUND")))).toMatchObject({
    seen: "an unknown name",
  });
});
