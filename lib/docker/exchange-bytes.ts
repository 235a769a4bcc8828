import { openDocker } from "../../docker-client/client.ts";
import { runInContainer } from "./run-in-container.ts";

/** Until the other side closes, or one message that begins with its length in four bytes. */
const readers = {
  all: "base64 -w0 <&3",
  message:
    "set -- $(head -c 4 <&3 | od -An -tu1); head -c $(($1 << 24 | $2 << 16 | $3 << 8 | $4)) <&3 | base64 -w0",
};

/**
 * Sends bytes to a port in a container that is not published, and reads what comes back: by bash, in hundredths of a
 * second, where the tools of Kafka and ZooKeeper start a Java process first. Bytes that are no text pass as octal numbers,
 * and come back in base 64.
 */
export async function exchangeBytes(
  container: string,
  { port, bytes, read }: { port: number; bytes: Buffer; read: keyof typeof readers },
): Promise<Buffer> {
  const docker = openDocker();
  const octal = [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
  const script = `exec 3<>/dev/tcp/127.0.0.1/${port} && printf '${octal}' >&3 && ${readers[read]}`;
  const command = ["timeout", "8", "bash", "-c", script];
  const { stdout } = await runInContainer(docker, docker.getContainer(container), command);
  return Buffer.from(stdout, "base64");
}
