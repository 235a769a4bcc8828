import { createLimiter } from "./deploy/limiter.ts";
import { Providers } from "./deploy/providers.ts";
import { PARALLEL, type Session } from "./deploy/session.ts";
import type { Display } from "./display/display.ts";
import type { Interruption } from "./interruption.ts";
import type { OperationOptions } from "./model/operation.ts";
import type { ResourcePackage } from "./model/resource-package.ts";
import type { PropertyMap } from "./model/resource-type.ts";
import { openBackend, type StackFiles } from "./project/backend.ts";
import { parallelism, refuseUnsupportedEnvironment } from "./project/environment.ts";
import { loadProject, type Project } from "./project/project.ts";
import { type Crypter, newCrypter, openCrypter, passphraseFrom } from "./project/secrets.ts";
import { readStackFile, requireConfig, resolveConfig, type StackConfig } from "./project/stack-config.ts";
import { requireStack } from "./project/stack-name.ts";
import { type OpenCrypter, Snapshot } from "./state/snapshot.ts";

/** Everything that is known before an operation begins. */
export interface Setup {
  readonly resourcePackage: ResourcePackage;
  readonly options: OperationOptions;
  readonly project: Project;
  readonly files: StackFiles;
  readonly config: StackConfig;
  readonly crypter: OpenCrypter;
  readonly display: Display;
  readonly interruption: Interruption;
}

/** Reads project, configuration and backend; nothing has happened yet when this fails. */
export function prepare(
  requested: OperationOptions,
  resourcePackage: ResourcePackage,
  display: Display,
  interruption: Interruption,
): Setup {
  const project = loadProject(requested.projectDir);
  refuseUnsupportedEnvironment(requested.operation);
  parallelism(PARALLEL); // a wrong number is reported before anything begins
  const stack = requireStack(project, requested.stack);
  const refresh = requested.refresh === true || project.refreshes;
  const options = { ...requested, stack, refresh };
  const file = readStackFile(project, stack);
  const passphrase = passphraseFrom(process.env);
  let opened: Crypter | undefined;
  const crypter: OpenCrypter = (salt) => {
    const known = salt ?? file.encryptionsalt;
    opened ??= known === undefined ? newCrypter(passphrase) : openCrypter(known, passphrase);
    return opened;
  };
  const open = () => crypter(file.encryptionsalt);
  // An operation that does not run the program works with any settings, so that existing resources can be removed.
  const runsProgram = requested.operation === "up" || requested.operation === "preview";
  const config = runsProgram
    ? requireConfig(project, stack, file, open, options.configOverrides)
    : resolveConfig(project, file, open, options.configOverrides);
  return {
    options,
    resourcePackage,
    project,
    files: openBackend(project, stack),
    config,
    crypter,
    display,
    interruption,
  };
}

/** Opens a session on the state as it is on disk; one for a preview works on a copy that is never written. */
export function openSession(setup: Setup, dryRun: boolean): Session {
  const { options, resourcePackage, project, config, display, interruption } = setup;
  return {
    project: project.name,
    stack: options.stack,
    workingDirectory: project.workingDirectory,
    snapshot: openSnapshot(setup, dryRun),
    resourcePackage,
    providers: new Providers(
      options.stack,
      project.name,
      resourcePackage,
      providerConfig(resourcePackage.name, config),
    ),
    observer: display,
    dryRun,
    limit: createLimiter(parallelism(PARALLEL)),
    stopping: interruption.stopping,
    aborted: interruption.aborted,
    errors: [],
    targets: new Set(options.targets ?? []),
    targetDependents: options.targetDependents === true,
    replacedAlong: new Set(),
  };
}

/** The state as it is on disk. */
export function openSnapshot({ options, project, files, crypter }: Setup, readOnly: boolean): Snapshot {
  return Snapshot.open(files, `organization/${project.name}/${options.stack}`, crypter, readOnly);
}

/** The settings of the default provider, such as `docker:host`. */
function providerConfig(packageName: string, config: StackConfig): PropertyMap {
  const prefix = `${packageName}:`;
  return Object.fromEntries(
    Object.entries(config.values)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}
