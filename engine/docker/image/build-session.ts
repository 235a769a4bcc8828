import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type { Duplex } from "node:stream";
import type * as grpcTypes from "@grpc/grpc-js";
import type Dockerode from "dockerode";
import type * as protobuf from "google-protobuf";
import type { RegistryAuth } from "../../../docker-client/registry-credentials.ts";

const require = createRequire(import.meta.url);

/** The connection on which BuildKit calls back during a build. */
export interface BuildSession {
  readonly id: string;
  close(): void;
}

/** Finds the login of one registry. */
export type AskCredentials = (registry: string) => Promise<RegistryAuth | undefined>;

/**
 * Opens the session of a build, in which BuildKit asks for the login of each registry by name. The client library's own
 * session would give one login to every registry, and stays open when a build does not begin. Undefined when the engine
 * has no sessions.
 */
export async function openBuildSession(
  docker: Dockerode,
  credentials: AskCredentials,
): Promise<BuildSession | undefined> {
  const id = randomUUID();
  const socket = await connect(docker, id);
  if (socket === undefined) return undefined;
  const grpc: typeof grpcTypes = require("@grpc/grpc-js");
  const server = new grpc.Server();
  server.addService(authService(), {
    async Credentials({ request }: { request: string }, answer: grpcTypes.sendUnaryData<RegistryAuth>) {
      answer(null, (await credentials(request)) ?? { serveraddress: request });
    },
  });
  // The engine ends the session with the build, and may reset the connection.
  socket.on("error", () => {});
  server.createConnectionInjector(grpc.ServerCredentials.createInsecure()).injectConnection(socket);
  return {
    id,
    close() {
      server.forceShutdown();
      socket.destroy();
    },
  };
}

function connect(docker: Dockerode, id: string): Promise<Duplex | undefined> {
  const request = {
    method: "POST",
    path: "/session",
    hijack: true,
    headers: {
      Upgrade: "h2c",
      "X-Docker-Expose-Session-Uuid": id,
      "X-Docker-Expose-Session-Name": "kafka-lab",
    },
    statusCodes: { 500: "server error" },
  };
  return new Promise((resolve, reject) =>
    docker.modem.dial(request, (error: unknown, socket: unknown) => {
      if (!error) resolve(socket as Duplex);
      // Podman, and engines without BuildKit, have no sessions.
      else if ([404, 405, 501].includes((error as { statusCode?: number }).statusCode ?? 0))
        resolve(undefined);
      else reject(error);
    }),
  );
}

/** `moby.filesync.v1.Auth`: a request is `{Host = 1}`, an answer `{Username = 1, Secret = 2}`. */
function authService() {
  const { BinaryReader, BinaryWriter }: typeof protobuf = require("google-protobuf");
  const write = (...fields: string[]) => {
    const writer = new BinaryWriter();
    fields.forEach((field, index) => {
      if (field !== "") writer.writeString(index + 1, field);
    });
    return Buffer.from(writer.getResultBuffer());
  };
  const readHost = (bytes: Buffer) => {
    const reader = new BinaryReader(bytes);
    let host = "";
    while (reader.nextField()) {
      if (reader.getFieldNumber() === 1) host = reader.readString();
      else reader.skipField();
    }
    return host;
  };
  return {
    Credentials: {
      path: "/moby.filesync.v1.Auth/Credentials",
      requestStream: false,
      responseStream: false,
      requestSerialize: (host: string) => write(host),
      requestDeserialize: readHost,
      responseSerialize: ({ username = "", password, identitytoken }: RegistryAuth) =>
        identitytoken ? write("", identitytoken) : write(username, password ?? ""),
      responseDeserialize: () => ({ serveraddress: "" }),
    },
  } as const;
}
