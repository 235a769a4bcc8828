import { EngineError } from "../common/engine-error.ts";

/** The first place where the `docker` command looks. */
export const DEFAULT_SOCKET = "/var/run/docker.sock";

/** The port that `docker` uses when an address has none, with certificates or without. */
const DEFAULT_PORT = 2375;

/** A parsed address of an engine; `url` is its full form, which every program that reads DOCKER_HOST understands. */
export type DockerAddress =
  | { readonly kind: "unix"; readonly url: string; readonly socketPath: string }
  | {
      readonly kind: "tcp";
      readonly url: string;
      readonly host: string;
      readonly port: number;
      /** The prefix of every path of the API, such as `/prefix`; usually empty. */
      readonly pathPrefix: string;
      /** Whether the address itself asks for TLS. */
      readonly secure: boolean;
    }
  | {
      readonly kind: "ssh";
      readonly url: string;
      /** The arguments of `ssh`: its options, the host, and the command that `docker` runs there. */
      readonly sshArguments: readonly string[];
    };

/**
 * Parses an address in the forms that `docker` accepts for DOCKER_HOST: `unix:///PATH`, `unix://`, `tcp://HOST:PORT/PREFIX`,
 * the same without the scheme or the port, and `ssh://USER@HOST`; any other is refused in one sentence.
 */
export function parseDockerHost(text: string): DockerAddress {
  const given = text.trim();
  const [, scheme, rest = ""] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(given) ?? [];
  switch (scheme?.toLowerCase()) {
    case "unix":
      return unixAddress(rest || DEFAULT_SOCKET, given);
    case undefined:
      // `docker` reads these as the host name of a TCP address, and never reaches it.
      if (/^(unix:)?\//.test(given))
        throw invalid(given, `; a socket is unix://${given.replace("unix:", "")}`);
      return tcpAddress(rest, "http", given);
    case "tcp":
    case "http":
      return tcpAddress(rest, "http", given);
    case "https":
      return tcpAddress(rest, "https", given);
    case "ssh":
      return sshAddress(given);
    case "npipe":
      throw invalid(
        given,
        "; a named pipe is for programs on Windows: in WSL2 Docker Desktop has the socket too",
      );
    case "fd":
      throw invalid(
        given,
        "; fd:// is an address for an engine to listen on, and no client can connect to it",
      );
    default:
      throw invalid(given);
  }
}

function unixAddress(socketPath: string, given: string): DockerAddress {
  if (!socketPath.startsWith("/")) throw invalid(given);
  return { kind: "unix", url: `unix://${socketPath}`, socketPath };
}

function tcpAddress(rest: string, protocol: "http" | "https", given: string): DockerAddress {
  const url = urlOf(`${protocol}://${rest.replace(/^(?=:|\/|$)/, "localhost")}`);
  if (url === undefined || url.hostname === "" || url.username || url.search || url.hash)
    throw invalid(given);
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

/** Calls `ssh` as `docker` does: https://docs.docker.com/engine/security/protect-access/ */
function sshAddress(given: string): DockerAddress {
  const url = urlOf(given);
  if (url === undefined || url.hostname === "" || url.password || url.search || url.hash)
    throw invalid(given);
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

function invalid(given: string, more = ""): EngineError {
  const shown = given.replace(/:\/\/[^@/]*:[^@/]*@/, "://***@");
  return new EngineError(
    `expected unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST, saw "${shown}"${more}. See DOCKER_HOST and \`docker context ls\``,
  );
}
