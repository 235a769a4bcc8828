import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { LabError } from "../../common/lab-error.mjs";
import { findDockerd } from "../docker/probe-docker.ts";
import { hostSocket } from "./host-layout.ts";

/** A socket's path is cut off by the kernel where it is longer. */
const longestSocketPath = 107;

/** Programs of Debian's iproute2 and util-linux. */
const programs = ["ip", "nsenter", "unshare", "mount"];

/** Three engines in namespaces of their own need root on Linux, and some programs that are there almost always. */
export function requireHosts(
  machine: { platform: string; uid: number | undefined } = {
    platform: process.platform,
    uid: process.getuid?.(),
  },
) {
  if (machine.platform !== "linux")
    throw new LabError(
      "three hosts on one machine are made of Linux namespaces, and this is not Linux.",
      "On three machines of your own: ./lab hosts join says what to run. Or do it in a virtual machine with Linux.",
    );
  if (machine.uid !== 0)
    throw new LabError(
      "to make namespaces and start engines in them takes root.",
      "As root: sudo ./lab hosts up. On machines of your own: ./lab hosts join says what to run.",
    );
  const missing = programs.find((program) => !isOnPath(program));
  if (missing !== undefined)
    throw new LabError(
      `the program ${missing} is missing, which makes the hosts.`,
      "On Debian or Ubuntu: apt-get install iproute2 util-linux mount",
    );
  if (!findDockerd())
    throw new LabError("there is no dockerd on this machine.", "./lab start installs one where it may.");
  const socket = hostSocket(1);
  if (socket.length > longestSocketPath)
    throw new LabError(
      `the path of a host's socket is too long for Linux: ${socket}`,
      `Move the project to a path that is ${socket.length - longestSocketPath} characters shorter.`,
    );
}

function isOnPath(program: string) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/sbin", "/usr/sbin"];
  return folders.some((folder) => existsSync(join(folder, program)));
}
