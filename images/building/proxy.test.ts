import { expect, test } from "vitest";
import { mavenProxySettings, proxyBuildArguments, proxyEnvironment } from "./proxy.ts";

const proxied = { https_proxy: "http://me:s%40crt@proxy.corp:3128", NO_PROXY: "localhost,.corp" };

test("when no proxy is set, then nothing is passed on", () => {
  expect(proxyEnvironment({})).toEqual({});
  expect(proxyBuildArguments({ HTTP_PROXY: "" })).toEqual([]);
  expect(mavenProxySettings({ NO_PROXY: "localhost" })).toBeUndefined();
});

test("when one spelling is set, then tools that read the other see it too", () => {
  const environment = proxyEnvironment(proxied);
  expect(environment).toMatchObject({ HTTPS_PROXY: proxied.https_proxy, no_proxy: "localhost,.corp" });
});

test("when images are built behind a proxy, then its password is not among the arguments", () => {
  const built = proxyBuildArguments(proxied);
  expect(built).toEqual(
    ["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"].flatMap((name) => ["--build-arg", name]),
  );
});

test("when the proxy listens on this machine only, then builds share its network", () => {
  for (const url of ["http://127.0.0.1:3128", "localhost:3128", "http://me:x@localhost:3128"]) {
    expect(proxyBuildArguments({ HTTP_PROXY: url })).toContain("--network");
  }
  expect(proxyBuildArguments({ HTTP_PROXY: "http://proxy.corp:80", NO_PROXY: "127.0.0.1" })).not.toContain(
    "--network",
  );
});

test("when Maven is behind a proxy, then host, port, password and exceptions are in its settings", () => {
  const settings = mavenProxySettings({ ...proxied, HTTP_PROXY: "http://other:8080" }) ?? "";
  expect(settings).toContain("<protocol>https</protocol><host>proxy.corp</host><port>3128</port>");
  expect(settings).toContain("<username>me</username><password>s@crt</password>");
  expect(settings).toContain("<nonProxyHosts>localhost|*.corp</nonProxyHosts>");
  expect(settings).toContain("<protocol>http</protocol><host>other</host><port>8080</port>");
});

test("when a password has characters that are special in XML, then they are escaped", () => {
  const settings = mavenProxySettings({ HTTPS_PROXY: "http://me:a%26%3Cb@proxy:1" });
  expect(settings).toContain("<password>a&#38;&#60;b</password>");
});
