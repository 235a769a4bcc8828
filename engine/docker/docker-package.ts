import { loadLibrary } from "../../docker-client/client-library.ts";
import type { ResourcePackage } from "../model/resource-package.ts";
import { dockerOf } from "./calls/docker-context.ts";
import { dockerHints } from "./docker-hints.ts";
import { invokeFunction } from "./package/functions.ts";
import { checkProvider, connect } from "./package/provider.ts";
import { resourceTypes } from "./package/resource-types.ts";

/** The resources and functions of @pulumi/docker that the engine supports. */
export const dockerPackage: ResourcePackage = {
  ...dockerHints,
  types: resourceTypes,
  invoke: (token, args, connection) => invokeFunction(token, args, dockerOf(connection)),
  checkProvider,
  connect,
  loadEarly: loadLibrary,
};
