export interface ContainerState {
  readonly name: string;
  readonly state: "running" | "paused" | "exited" | "created" | "restarting" | "missing";
  readonly health: "healthy" | "starting" | "unhealthy" | undefined;
  /** In a swarm, on which machine it runs, or which one it waits for. */
  readonly node?: string | undefined;
}

export interface HealthProbe {
  readonly atMs: number;
  readonly exitStatus: number;
  readonly output: string;
}
