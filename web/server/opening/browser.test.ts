import { expect, test } from "vitest";
import { browserCommand, type Desktop } from "./browser.ts";

const url = "http://127.0.0.1:8910/?token=t";
const linux: Desktop = { platform: "linux", env: {}, release: "6.1.0", has: () => true };
const desktop = { ...linux, env: { DISPLAY: ":0" } };
const only = (program: string) => (each: string) => each === program;

test.each([
  ["a Mac", { ...linux, platform: "darwin" }, ["open", url]],
  ["a Linux with X11", desktop, ["xdg-open", url]],
  ["a Linux with Wayland", { ...linux, env: { WAYLAND_DISPLAY: "wayland-0" } }, ["xdg-open", url]],
  ["a desktop without xdg-open", { ...desktop, has: () => false }, undefined],
  ["a server", linux, undefined],
  ["a shell over ssh, with X11", { ...linux, env: { DISPLAY: ":10", SSH_CONNECTION: "a b" } }, undefined],
  ["a Mac over ssh", { ...linux, platform: "darwin", env: { SSH_TTY: "/dev/ttys0" } }, undefined],
  ["WSL with wslu", { ...linux, env: { WSL_DISTRO_NAME: "Debian" } }, ["wslview", url]],
  [
    "WSL without it",
    { ...linux, release: "5.15.0-microsoft-standard-WSL2", has: only("cmd.exe") },
    ["cmd.exe", "/c", "start", '""', url],
  ],
  ["WSL without Windows", { ...linux, env: { WSL_DISTRO_NAME: "Debian" }, has: () => false }, undefined],
] as const)("when the lab is on %s, then the browser is opened by what there is", (_, there, command) => {
  expect(browserCommand(url, there)).toEqual(command);
});
