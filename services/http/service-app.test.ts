import { expect, test } from "vitest";
import { createApp as createA } from "../service-a/app.ts";
import { createApp as createB } from "../service-b/app.ts";
import type { Readiness } from "./service-app.ts";
import { commonParts, serve } from "./testing/test-server.ts";

const send = () => Promise.reject(new Error("not in this test"));
const take = () => ({ delivery: Promise.resolve(undefined), leave: () => undefined });
const apps = {
  "service-a": (parts = commonParts()) => createA({ ...parts, send, bodyLimitBytes: 1_000 }),
  "service-b": (parts = commonParts()) =>
    createB({ ...parts, take, checkMembership: () => {}, writeDeadlineMs: 1_000 }),
};

for (const [name, create] of Object.entries(apps)) {
  test(`when ${name} waits for something, then /readyz is 503 and says what, while /healthz is 200`, async () => {
    const readiness = async (): Promise<Readiness> => ({ waitingFor: ["kafka"], settings: { a: 1 } });
    const url = await serve(create({ ...commonParts(), readiness: readiness as never }));
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: "not-ready", waitingFor: ["kafka"], settings: { a: 1 } });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test(`when ${name} waits for nothing, then /readyz is 200`, async () => {
    const url = await serve(create());
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  test(`when ${name} has answered, then /metrics has counted it`, async () => {
    const url = await serve(create());
    await fetch(`${url}/healthz`);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain(
      'http_request_duration_seconds_count{method="GET",route="/healthz",status="200"} 1',
    );
  });

  test(`when ${name} is asked for its description, then it has every path, with problems`, async () => {
    const url = await serve(create());
    const api = (await (await fetch(`${url}/openapi.json`)).json()) as { openapi: string; paths: object };
    expect(api.openapi).toBe("3.1.0");
    expect(Object.keys(api.paths)).toEqual([
      "/api/messages",
      "/healthz",
      "/readyz",
      "/metrics",
      "/openapi.json",
    ]);
    expect(JSON.stringify(api)).toContain("#/components/schemas/Problem");
  });

  test(`when ${name} is asked with a wrong method, then 405 says which are right`, async () => {
    const url = await serve(create());
    for (const path of ["/healthz", "/readyz", "/metrics", "/openapi.json"]) {
      const response = await fetch(url + path, { method: "DELETE" });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
  });
}
