import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { answer } from "./answer.ts";
import { classCsv } from "./class-csv.ts";
import type { StoredReport } from "./class-store.ts";
import { limits } from "./kit-server.ts";
import { teacherPage } from "./teacher-page.ts";
import { languageOf } from "./teacher-words.ts";

/**
 * The teacher's page. It listens on loopback only; a browser is let in once, by the token in the printed address, and
 * has a cookie from then on. Only names of this machine are answered, so that no foreign name can be pointed here.
 */
export function createTeacherServer(list: () => StoredReport[]): { server: Server; token: string } {
  const token = randomBytes(24).toString("base64url");
  const key = randomBytes(24).toString("base64url");
  let isUsed = false;
  const server = createServer(limits, (req, res) => {
    const url = URL.parse(req.url ?? "", "http://127.0.0.1");
    if (!isLoopbackName(req) || url === null)
      return answer(res, 403, "Only by the address that was printed.\n");
    if (req.method !== "GET") return answer(res, 405, "This page is for reading only.\n");
    const given = url.searchParams.get("token");
    const cookie = `kafka-lab-class-${req.socket.localPort}`;
    if (given !== null && !isUsed && isSame(given, token)) {
      isUsed = true;
      return answer(res, 303, "", "text/plain", {
        Location: "/",
        "Set-Cookie": `${cookie}=${key}; HttpOnly; SameSite=Strict; Path=/`,
      });
    }
    const cookies = (req.headers.cookie ?? "").split(";").map((each) => each.trim().split("="));
    if (!cookies.some(([name, value = ""]) => name === cookie && isSame(value, key))) {
      return answer(
        res,
        401,
        "This address opens once. For a new one, stop ./lab kit serve and start it again.\n",
      );
    }
    if (url.pathname === "/")
      return answer(res, 200, teacherPage(list(), languageOf(req.headers["accept-language"])), "text/html");
    if (url.pathname === "/class.csv") {
      return answer(res, 200, classCsv(list()), "text/csv", {
        "Content-Disposition": 'attachment; filename="class.csv"',
      });
    }
    answer(res, 404, "There is nothing at this address.\n");
  });
  server.maxConnections = 50;
  return { server, token };
}

function isLoopbackName({ headers }: IncomingMessage) {
  return /^(localhost|127\.0\.0\.1)(:\d{1,5})?$/.test(headers.host ?? "");
}

function isSame(given: string, expected: string) {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
