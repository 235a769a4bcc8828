import type { PropertyMap } from "../../model/resource-type.ts";

/** What is read of Docker's answer to an inspection of a service; dockerode does not describe it. */
export interface FoundService {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: {
    readonly Name: string;
    readonly Labels?: Record<string, string>;
    readonly TaskTemplate: FoundTask;
    readonly Mode: { readonly Replicated?: { readonly Replicas?: number }; readonly Global?: object };
    readonly UpdateConfig?: FoundRollout;
    readonly RollbackConfig?: FoundRollout;
    readonly EndpointSpec?: { readonly Mode?: string; readonly Ports?: readonly FoundPort[] };
  };
  readonly Endpoint?: {
    readonly Spec?: { readonly Mode?: string };
    readonly Ports?: readonly FoundPort[];
  };
  readonly UpdateStatus?: {
    readonly State?: string;
    readonly StartedAt?: string;
    readonly Message?: string;
  };
}

/** The template of a service's tasks. */
export interface FoundTask {
  readonly ContainerSpec?: FoundContainer;
  readonly Resources?: { readonly Limits?: FoundAmounts; readonly Reservations?: FoundAmounts };
  readonly RestartPolicy?: {
    readonly Condition?: string;
    readonly Delay?: number;
    readonly MaxAttempts?: number;
    readonly Window?: number;
  };
  readonly Placement?: {
    readonly Constraints?: readonly string[];
    readonly Preferences?: readonly { readonly Spread?: { readonly SpreadDescriptor: string } }[];
    readonly MaxReplicas?: number;
    readonly Platforms?: readonly { readonly Architecture?: string; readonly OS?: string }[];
  };
  readonly ForceUpdate?: number;
  readonly Runtime?: string;
  readonly Networks?: readonly {
    readonly Target: string;
    readonly Aliases?: readonly string[];
    readonly DriverOpts?: Record<string, string>;
  }[];
  readonly LogDriver?: { readonly Name: string; readonly Options?: Record<string, string> };
}

/** The container of a service's tasks. */
export interface FoundContainer {
  readonly Image: string;
  readonly Labels?: Record<string, string>;
  readonly Command?: string[];
  readonly Args?: string[];
  readonly Hostname?: string;
  readonly Env?: readonly string[];
  readonly Dir?: string;
  readonly User?: string;
  readonly Groups?: string[];
  readonly ReadOnly?: boolean;
  readonly Mounts?: readonly FoundMount[];
  readonly StopSignal?: string;
  readonly StopGracePeriod?: number;
  readonly Healthcheck?: {
    readonly Test?: string[];
    readonly Interval?: number;
    readonly Timeout?: number;
    readonly StartPeriod?: number;
    readonly Retries?: number;
  };
  readonly Hosts?: readonly string[];
  readonly DNSConfig?: {
    readonly Nameservers?: string[];
    readonly Search?: string[];
    readonly Options?: string[];
  };
  readonly Secrets?: readonly {
    readonly SecretID: string;
    readonly SecretName?: string;
    readonly File?: FoundFile;
  }[];
  readonly Configs?: readonly {
    readonly ConfigID: string;
    readonly ConfigName?: string;
    readonly File?: FoundFile;
  }[];
  readonly Isolation?: string;
  readonly Sysctls?: Record<string, string>;
  readonly CapabilityAdd?: string[];
  readonly CapabilityDrop?: string[];
  readonly Init?: boolean;
}

/** A mount of a service's tasks. */
export interface FoundMount {
  readonly Type: string;
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly?: boolean;
  readonly BindOptions?: { readonly Propagation?: string };
  readonly TmpfsOptions?: { readonly Mode?: number; readonly SizeBytes?: number };
  readonly VolumeOptions?: {
    readonly NoCopy?: boolean;
    readonly Labels?: Record<string, string>;
    readonly DriverConfig?: { readonly Name?: string; readonly Options?: Record<string, string> };
  };
}

/** A published port. */
export interface FoundPort {
  readonly Name?: string;
  readonly Protocol?: string;
  readonly TargetPort?: number;
  readonly PublishedPort?: number;
  readonly PublishMode?: string;
}

/** How tasks are rolled over, or rolled back. */
export interface FoundRollout {
  readonly Parallelism?: number;
  readonly Delay?: number;
  readonly FailureAction?: string;
  readonly Monitor?: number;
  readonly MaxFailureRatio?: number;
  readonly Order?: string;
}

/** Where a config or a secret is put. */
export interface FoundFile {
  readonly Name: string;
  readonly UID?: string;
  readonly GID?: string;
  readonly Mode?: number;
}

interface FoundAmounts {
  readonly MemoryBytes?: number;
  readonly NanoCPUs?: number;
}

/** Memory and processors, as the provider keeps them. */
export function amountsOf(found: FoundAmounts | undefined): PropertyMap | null {
  return found === undefined ? null : { memoryBytes: found.MemoryBytes ?? 0, nanoCpus: found.NanoCPUs ?? 0 };
}
