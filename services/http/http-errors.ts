import { type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { documentOf, Problem } from "./problems.ts";

/**
 * Answers with a problem document what Node refuses before Express sees it, so that callers see one kind of error only.
 */
export function answerHttpErrors(server: Server, log: Logger): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const problem = PROBLEMS[error.code ?? ""] ?? notHttp;
    log.info({ status: problem.status, reason: error.code }, "not a request");
    answerAndClose(socket, problem);
  });
}

const notHttp = new Problem(400, "bad-request", "The request cannot be understood", {
  detail: "The bytes received are not HTTP/1.1.",
});

// https://nodejs.org/api/http.html#event-clienterror
const PROBLEMS: Record<string, Problem> = {
  HPE_HEADER_OVERFLOW: new Problem(431, "headers-too-large", "The headers are too large", {
    detail: "At most 16 KiB.",
  }),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, "request-timeout", "The request did not arrive in time"),
};

// Bytes that are no request have no response object. A client that does not receive this answer is cut off.
function answerAndClose(socket: Duplex, problem: Problem): void {
  const body = documentOf(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    "Content-Type: application/problem+json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
