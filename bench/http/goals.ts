/** The ratios that matter, each with its goal; absolute figures say more about the machine than about the services. */
export function goals(medians: Record<string, number>) {
  const of = (name: string) => medians[name] ?? Number.NaN;
  const post = (subject: string, connections: number, what: string) =>
    of(`POST ${subject}, ${connections} connections, 13 B: ${what}`);
  const sum = of("raw kafkajs send: p50 ms") + post("withoutSend", 1, "p50 ms");
  return [
    atMost(
      "POST p50, 1 connection / the same by plain HTTP and kafkajs",
      post("serviceA", 1, "p50 ms") / post("plain", 1, "p50 ms"),
      1.1,
    ),
    atLeast(
      "POST a second, 64 connections / service without the send",
      post("serviceA", 64, "a second") / post("withoutSend", 64, "a second"),
      0.85,
    ),
    atLeast(
      "POST a second, 64 connections / bare Express",
      post("serviceA", 64, "a second") / post("express", 64, "a second"),
      1,
    ),
    atLeast(
      "POST a second, 64 connections / one send a request",
      post("serviceA", 64, "a second") / post("oneSend", 64, "a second"),
      1,
    ),
    atLeast(
      "GET a second, 64 connections, full topic / bare Express",
      of("GET service-b, full topic, 64 connections: a second") / of("GET express, 64 connections: a second"),
      0.6,
    ),
    atMost(
      "POST to GET latency / the same by plain HTTP and kafkajs",
      of("POST to GET: p50 ms") / of("POST to GET, plain HTTP and kafkajs: p50 ms"),
      1.07,
    ),
    // What is Express' own part of the first ratio, and what is ours.
    noGoal(
      "POST p50, 1 connection: plain Express and kafkajs / plain HTTP and kafkajs",
      post("expressPost", 1, "p50 ms") / post("plain", 1, "p50 ms"),
    ),
    noGoal(
      "POST p50, 1 connection / plain Express and kafkajs",
      post("serviceA", 1, "p50 ms") / post("expressPost", 1, "p50 ms"),
    ),
    // The sum of two medians moves with the machine: these two are for comparison only.
    noGoal("POST p50, 1 connection / (raw send + service without it)", post("serviceA", 1, "p50 ms") / sum),
    noGoal(
      "POST to GET latency / raw kafkajs produce to consume",
      of("POST to GET: p50 ms") / of("raw kafkajs produce to consume: p50 ms"),
    ),
  ];
}

function atMost(what: string, ratio: number, goal: number) {
  return { what, ratio: round(ratio), goal: `<= ${goal}`, reached: ratio <= goal };
}

function atLeast(what: string, ratio: number, goal: number) {
  return { what, ratio: round(ratio), goal: `>= ${goal}`, reached: ratio >= goal };
}

function noGoal(what: string, ratio: number) {
  return { what, ratio: round(ratio), goal: "none", reached: "" };
}

function round(value: number) {
  return Math.round(value * 1_000) / 1_000;
}
