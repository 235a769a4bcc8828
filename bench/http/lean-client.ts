import { once } from "node:events";
import { connect } from "node:net";

/** One kept connection and nothing else: the overhead of a full HTTP client would hide the measured time. */
export async function connectTo(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay();
  await once(socket, "connect");

  /** Resolves to the whole answer. */
  async function ask(method: string, body: string = "") {
    const headers = `host: ${hostname}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
    socket.write(`${method} /api/messages HTTP/1.1\r\n${headers}\r\n\r\n${body}`);
    let answer = "";
    while (!isComplete(answer)) answer += String((await once(socket, "data"))[0]);
    if (!answer.startsWith("HTTP/1.1 200")) throw new Error(answer);
    return answer;
  }

  return { ask, close: () => socket.destroy() };
}

function isComplete(answer: string) {
  const length = /content-length: (\d+)/i.exec(answer)?.[1];
  const bodyAt = answer.indexOf("\r\n\r\n");
  return bodyAt > 0 && answer.length >= bodyAt + 4 + Number(length);
}
