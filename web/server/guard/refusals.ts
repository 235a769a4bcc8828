import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Request, Response } from "express";
import { documentOf, Problem, sendProblem } from "../../../services/http/problems.ts";

const OPEN = "Run `./lab open` in the project's folder and use the address that it prints.";

/** Why a request is refused, each in words for the person at the browser. */
export const refusals = {
  host: () =>
    new Problem(403, "foreign-host", "The request is for another host", {
      detail: "The address names neither this machine nor a host that the lab was told to serve.",
      hint: `A name of somebody else's may have been pointed at this machine (DNS rebinding). ${OPEN}`,
    }),
  page: () =>
    new Problem(403, "foreign-page", "Only the lab's own page may do this", {
      detail: "The browser sent this for a page with another origin, or for none.",
      hint: OPEN,
    }),
  pageToken: () =>
    new Problem(403, "no-page-token", "The page's token is missing or wrong", {
      detail: "Changes and terminals need the token that the page was given.",
      hint: "Reload the page.",
    }),
  cookie: () =>
    new Problem(401, "no-session", "This browser is not known to the lab", {
      detail: "The lab shows terminals of this machine, so each browser has to be let in once.",
      hint: OPEN,
    }),
  token: (reason: "unknown" | "expired" | "used") =>
    new Problem(401, `token-${reason}`, TOKENS[reason], {
      detail: "An address with a token works once, and for two minutes.",
      hint: "Run `./lab open` again.",
    }),
  notFound: () => new Problem(404, "not-found", "There is nothing at this address"),
};

const TOKENS = {
  unknown: "This address was not made by this lab",
  expired: "This address is too old",
  used: "This address was used already",
};

/** Answers a person with a small page, and a program with the problem document. */
export function answerRefusal(req: Request, res: Response, problem: Problem): void {
  const isPerson = String(req.headers.accept ?? "").includes("text/html");
  const { detail, hint } = problem.details;
  if (isPerson)
    res
      .status(problem.status)
      .type("html")
      .send(smallPage(problem.message, [detail, hint]));
  else sendProblem(res, problem);
}

/** Answers a request for a socket, which has no response object. */
export function refuseUpgrade(socket: Duplex, problem: Problem): void {
  const body = documentOf(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    "Content-Type: application/problem+json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  socket.on("error", () => socket.destroy());
  // Nothing else ends a connection whose other side stays.
  setTimeout(() => socket.destroy(), 5_000).unref();
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** A page without scripts; the texts are the lab's own. */
export function smallPage(title: string, lines: readonly (string | undefined)[], head = ""): string {
  const shown = lines.filter((line) => line !== undefined).map((line) => `<p>${line}</p>`);
  return [
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>${head}`,
    `<h1>${title}</h1>${shown.join("")}</html>`,
  ].join("\n");
}
