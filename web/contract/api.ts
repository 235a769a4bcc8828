/** Calls of the two services, below `/api`: the server makes them, because the page may talk to nobody else. */
export interface ApiRequests {
  "GET /services": {
    answer: readonly { readonly name: string; readonly url: string; readonly isUp: boolean }[];
  };
  /** The service's own OpenAPI document: as it runs, or else as its source says. */
  "GET /services/:name/openapi": {
    answer: { readonly from: "service" | "source"; readonly document: unknown };
  };
  "POST /services/:name/calls": { body: ServiceCall; answer: ServiceAnswer };
}

export interface ServiceCall {
  readonly method: string;
  /** With its query, such as `/api/messages?limit=1`. */
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string | undefined;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** As text; the end of a long one is left out. */
  readonly body: string;
  readonly isCut: boolean;
  readonly tookMs: number;
}
