import { createRequire } from "node:module";
import grpc from "@grpc/grpc-js";
import type * as EngineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import type * as ResourceMessages from "@pulumi/pulumi/proto/resource_pb.js";
import { EngineError } from "../../common/engine-error.ts";
import type { ProgramCalls, Registered } from "../model/registration.ts";
import type { PropertyMap } from "../model/resource-type.ts";
import type { MonitorSocket } from "./monitor-socket.ts";
import { fromStruct, toReadRequest, toRegistration, toStruct } from "./protocol.ts";

// The generated classes are CommonJS and assign their exports in a way that ES imports do not see.
const require = createRequire(import.meta.url);
const resource = require("@pulumi/pulumi/proto/resource_pb.js") as typeof ResourceMessages;
const engine = require("@pulumi/pulumi/proto/engine_pb.js") as typeof EngineMessages;
const { ResourceMonitorService } = require("@pulumi/pulumi/proto/resource_grpc_pb.js");
const { EngineService } = require("@pulumi/pulumi/proto/engine_grpc_pb.js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");

/** The features that the SDK may use; it refuses the others by itself. */
const FEATURES = new Set(["secrets", "resourceReferences", "aliasSpecs", "deletedWith", "parameterization"]);

/** A server of Pulumi's protocol, which translates and decides nothing. */
export interface Monitor {
  close(): void;
}

/** Serves `calls` to the program that connects to `socket`. */
export function startMonitor(socket: MonitorSocket, calls: ProgramCalls): Monitor {
  const server = new grpc.Server({ "grpc.max_receive_message_length": 64 << 20 });
  server.addService(ResourceMonitorService, resourceMonitor(calls));
  server.addService(EngineService, engineService(calls));
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  socket.acceptWith((connection) => injector.injectConnection(connection));
  return { close: () => server.forceShutdown() };
}

function resourceMonitor(calls: ProgramCalls): grpc.UntypedServiceImplementation {
  const packages = new Map<string, string>();
  const version = (request: { getVersion(): string; getPackageref(): string }) =>
    request.getVersion() || (packages.get(request.getPackageref()) ?? "");
  return {
    getDeploymentInfo: unimplemented,
    supportsFeature: answer(async (request: ResourceMessages.SupportsFeatureRequest) => {
      const response = new resource.SupportsFeatureResponse();
      response.setHassupport(FEATURES.has(request.getId()));
      return response;
    }),
    registerPackage: answer(async (request: ResourceMessages.RegisterPackageRequest) => {
      const reference = `${request.getName()}@${request.getVersion()}`;
      if (request.hasParameterization()) throw notSupported("parameterized packages");
      packages.set(reference, request.getVersion());
      const response = new resource.RegisterPackageResponse();
      response.setRef(reference);
      return response;
    }),
    registerResource: answer(async (request: ResourceMessages.RegisterResourceRequest) =>
      registerResponse(await calls.register(toRegistration(request, version(request)))),
    ),
    registerResourceOutputs: answer(async (request: ResourceMessages.RegisterResourceOutputsRequest) => {
      calls.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()));
      return new Empty();
    }),
    readResource: answer(async (request: ResourceMessages.ReadResourceRequest) => {
      const read = await calls.read(toReadRequest(request, version(request)));
      const response = new resource.ReadResourceResponse();
      response.setUrn(read.urn);
      response.setProperties(toStruct(read.outputs));
      response.setResult(read.failed ? resource.Result.FAIL : resource.Result.SUCCESS);
      return response;
    }),
    invoke: answer(async (request: ResourceMessages.ResourceInvokeRequest) => {
      const args = fromStruct(request.getArgs());
      const result = await calls.invoke(request.getTok(), args, request.getProvider(), version(request));
      const response = new resource.ResourceInvokeResponse();
      response.setReturn(toStruct(result));
      return response;
    }),
    signalAndWaitForShutdown: answer(async () => new Empty()),
    call: refuse("methods of remote components"),
    existsResource: refuse("ExistsResource"),
    registerStackTransform: refuse("stack transforms"),
    registerStackInvokeTransform: refuse("invoke transforms"),
    registerResourceHook: refuse("resource hooks"),
    registerErrorHook: refuse("error hooks"),
  };
}

function engineService(calls: ProgramCalls): grpc.UntypedServiceImplementation {
  let rootUrn = "";
  const severities = ["debug", "info", "warning", "error"] as const;
  return {
    log: answer(async (request: EngineMessages.LogRequest) => {
      calls.log(severities[request.getSeverity()] ?? "info", request.getMessage(), request.getUrn());
      return new Empty();
    }),
    getRootResource: answer(async () => {
      const response = new engine.GetRootResourceResponse();
      response.setUrn(rootUrn);
      return response;
    }),
    setRootResource: answer(async (request: EngineMessages.SetRootResourceRequest) => {
      rootUrn = request.getUrn();
      return new engine.SetRootResourceResponse();
    }),
    // The version of Pulumi that a program wants says nothing about this engine, which refuses by name what it lacks.
    requirePulumiVersion: answer(async () => new engine.RequirePulumiVersionResponse()),
    startDebugging: refuse("debugging"),
  };
}

function registerResponse(registered: Registered): ResourceMessages.RegisterResourceResponse {
  const response = new resource.RegisterResourceResponse();
  response.setUrn(registered.urn);
  response.setId(registered.id ?? "");
  response.setObject(toStruct(forProgram(registered.outputs)));
  response.setResult(registered.failed ? resource.Result.FAIL : resource.Result.SUCCESS);
  return response;
}

/** Removes the outputs that a provider keeps for itself. */
function forProgram(outputs: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !name.startsWith("__")));
}

/** Makes a unary handler of an async function; the program gets the message of what it throws. */
function answer<Request, Response>(handle: (request: Request) => Promise<Response>) {
  return (call: { request: Request }, respond: grpc.sendUnaryData<Response>): void => {
    handle(call.request).then(
      (response) => respond(null, response),
      (error: Error) => respond({ code: grpc.status.UNKNOWN, details: error.message }),
    );
  };
}

function refuse(what: string) {
  return answer(async (): Promise<never> => {
    throw notSupported(what);
  });
}

function unimplemented(_call: unknown, respond: grpc.sendUnaryData<unknown>): void {
  respond({ code: grpc.status.UNIMPLEMENTED, details: "not implemented" });
}

function notSupported(what: string): EngineError {
  return new EngineError(`${what}: not supported by the embedded engine; use the Pulumi CLI`);
}
