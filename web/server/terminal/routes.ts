import express, { type Router } from "express";
import { z } from "zod";
import { Problem } from "../../../services/http/problems.ts";
import { TERMINALS_PATH } from "../../contract/terminal.ts";
import type { Terminals } from "./terminals.ts";

/** A window's size as a page may ask for it. */
export const sizeShape = z.object({
  columns: z.int().min(2).max(1_000),
  rows: z.int().min(1).max(1_000),
});

const BELOW_API = TERMINALS_PATH.replace("/api", "");

/** Lists, opens and ends terminals; below `/api`. */
export function createTerminalRoutes(terminals: Terminals): Router {
  const routes = express.Router();
  routes.get(BELOW_API, (_req, res) => void res.json(terminals.list()));
  routes.post(BELOW_API, express.json({ limit: "1kb" }), (req, res) => {
    const size = sizeShape.safeParse(req.body);
    if (!size.success)
      throw new Problem(400, "bad-size", "The size cannot be understood", {
        detail: z.prettifyError(size.error),
      });
    res.status(201).json(terminals.open(size.data));
  });
  routes.delete(`${BELOW_API}/:id`, async (req, res) => {
    const terminal = terminals.get(req.params.id);
    if (terminal === undefined) throw new Problem(404, "no-terminal", "There is no such terminal");
    await terminal.end();
    res.status(204).end();
  });
  return routes;
}
