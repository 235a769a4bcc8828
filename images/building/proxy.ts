/** The variables by which tools know a proxy; curl, wget and apt read them in lower case, most others in both. */
const proxyNames = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];

/** Both spellings of every proxy variable that is set in either. */
export function proxyEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const entries = proxyNames.flatMap((name) => {
    const value = env[name] || env[name.toLowerCase()];
    return value
      ? [
          [name, value],
          [name.toLowerCase(), value],
        ]
      : [];
  });
  return Object.fromEntries(entries);
}

/**
 * Build arguments that Docker knows as proxies: it passes them to RUN, and keeps them out of the image and its history.
 * They have no values, so that a password in one does not show in the list of processes.
 */
export function proxyBuildArguments(env: NodeJS.ProcessEnv) {
  const proxies = proxyEnvironment(env);
  const named = Object.keys(proxies).flatMap((name) => ["--build-arg", name]);
  const onThisMachine = Object.entries(proxies).some(([name, url]) => !/^no_/i.test(name) && isLoopback(url));
  // A proxy on this machine's loopback cannot be reached by a build in its own network.
  return onThisMachine ? [...named, "--network", "host"] : named;
}

/** The same as a settings file for Maven, which reads no proxy variables; undefined if no proxy is set. */
export function mavenProxySettings(env: NodeJS.ProcessEnv) {
  const { HTTPS_PROXY, HTTP_PROXY, NO_PROXY } = proxyEnvironment(env);
  const proxies = [
    mavenProxy("https", HTTPS_PROXY ?? HTTP_PROXY, NO_PROXY),
    mavenProxy("http", HTTP_PROXY, NO_PROXY),
  ];
  if (proxies.every((proxy) => proxy === "")) return undefined;
  return `<settings>\n  <proxies>\n${proxies.join("")}  </proxies>\n</settings>\n`;
}

function mavenProxy(protocol: string, url: string | undefined, noProxy: string | undefined) {
  if (!url) return "";
  const { hostname, port, username, password } = new URL(url.includes("://") ? url : `http://${url}`);
  const values = {
    id: protocol,
    protocol,
    host: hostname,
    port: port || "80",
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    nonProxyHosts: (noProxy ?? "").split(",").map(mavenHostPattern).filter(Boolean).join("|"),
  };
  const elements = Object.entries(values)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  return `    <proxy>${elements.join("")}</proxy>\n`;
}

function mavenHostPattern(host: string) {
  return host.trim().replace(/^\./, "*.");
}

function isLoopback(url: string) {
  return /^(\w+:\/\/)?([^@/]*@)?(127\.|localhost|\[::1\])/i.test(url);
}

function escapeXml(text: string) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
