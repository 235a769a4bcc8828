// An `import` of "node:http" reads all that the module exports, also the web sockets and events that Node loads a whole
// HTTP client for: 25 ms, a twentieth of an `up` that has nothing to do. What is asked for by this function is not read.

export const http = process.getBuiltinModule("node:http");
export const https = process.getBuiltinModule("node:https");
