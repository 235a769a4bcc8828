export interface ContainerState {
  readonly name: string;
  readonly state: "running" | "paused" | "exited" | "created" | "restarting" | "missing";
  readonly health: "healthy" | "starting" | "unhealthy" | undefined;
}

export interface HealthProbe {
  readonly atMs: number;
  readonly exitStatus: number;
  readonly output: string;
}
