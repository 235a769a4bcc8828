import { EngineError } from "../common/engine-error.ts";

/** Where Docker's own command line looks first. */
export const DEFAULT_SOCKET = "/var/run/docker.sock";

/** The port of an engine whose address names none, as `docker` takes it, with certificates or without. */
const DEFAULT_PORT = 2375;

/** An address of an engine, taken apart; `url` is its full form, which every program that reads DOCKER_HOST understands. */
export type DockerAddress =
  | { readonly kind: "unix"; readonly url: string; readonly socketPath: string }
  | {
      readonly kind: "tcp";
      readonly url: string;
      readonly host: string;
      readonly port: number;
      /** What stands before every path of the API, such as `/prefix`; empty for nearly all. */
      readonly pathPrefix: string;
      /** Whether the address itself asks for TLS. */
      readonly secure: boolean;
    }
  | {
      readonly kind: "ssh";
      readonly url: string;
      /** What `ssh` is called with: its options, the host, and the command that `docker` runs there. */
      readonly sshArguments: readonly string[];
    };

/**
 * Reads an address in the forms that `docker` takes for DOCKER_HOST: `unix:///PATH`, `unix://`, `tcp://HOST:PORT/PREFIX`,
 * the same without the scheme or the port, and `ssh://USER@HOST`; every other one is refused in one sentence.
 */
export function parseDockerHost(text: string): DockerAddress {
  const given = text.trim();
  const [, scheme, rest = ""] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(given) ?? [];
  switch (scheme?.toLowerCase()) {
    case "unix":
      return unixAddress(rest || DEFAULT_SOCKET, given);
    case undefined:
      // `docker` takes these for the host name of a TCP address, and never reaches it.
      if (/^(unix:)?\//.test(given)) throw wrong(given, `; a socket is unix://${given.replace("unix:", "")}`);
      return tcpAddress(rest, "http", given);
    case "tcp":
    case "http":
      return tcpAddress(rest, "http", given);
    case "https":
      return tcpAddress(rest, "https", given);
    case "ssh":
      return sshAddress(given);
    case "npipe":
      throw wrong(
        given,
        "; a named pipe is for programs on Windows: in WSL2 Docker Desktop has the socket too",
      );
    case "fd":
      throw wrong(given, "; fd:// is an address on which an engine listens, and nobody can call it");
    default:
      throw wrong(given);
  }
}

function unixAddress(socketPath: string, given: string): DockerAddress {
  if (!socketPath.startsWith("/")) throw wrong(given);
  return { kind: "unix", url: `unix://${socketPath}`, socketPath };
}

function tcpAddress(rest: string, protocol: "http" | "https", given: string): DockerAddress {
  const url = urlOf(`${protocol}://${rest.replace(/^(?=:|\/|$)/, "localhost")}`);
  if (url === undefined || url.hostname === "" || url.username || url.search || url.hash) throw wrong(given);
  const byDefault = protocol === "https" ? 443 : 80;
  const isNamed = /^(\[[^\]]*\]|[^:/]*):\d/.test(rest);
  const port = isNamed ? Number(url.port || byDefault) : DEFAULT_PORT;
  const pathPrefix = url.pathname.replace(/\/+$/, "");
  const shown = protocol === "https" ? "https" : "tcp";
  return {
    kind: "tcp",
    url: `${shown}://${url.hostname}:${port}${pathPrefix}`,
    // Node wants an IPv6 address without its brackets.
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port,
    pathPrefix,
    secure: protocol === "https",
  };
}

/** As `docker` calls it: https://docs.docker.com/engine/security/protect-access/ */
function sshAddress(given: string): DockerAddress {
  const url = urlOf(given);
  if (url === undefined || url.hostname === "" || url.password || url.search || url.hash) throw wrong(given);
  const socket = url.pathname.replace(/^\/$/, "");
  const sshArguments = [
    ...["-o", "ConnectTimeout=30", "-T"],
    ...(url.username ? ["-l", decodeURIComponent(url.username)] : []),
    ...(url.port ? ["-p", url.port] : []),
    ...["--", url.hostname.replace(/^\[|\]$/g, "")],
    ...["docker", ...(socket ? ["--host", `unix://${socket}`] : []), "system", "dial-stdio"],
  ];
  return { kind: "ssh", url: given, sshArguments };
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function wrong(given: string, more = ""): EngineError {
  const shown = given.replace(/:\/\/[^@/]*:[^@/]*@/, "://***@");
  return new EngineError(
    `expected unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST, saw "${shown}"${more}. See DOCKER_HOST and \`docker context ls\``,
  );
}
