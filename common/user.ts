import { homedir, userInfo } from "node:os";
import { join } from "node:path";

/** The user's name for others to read; a user without a passwd entry (`docker run --user`, CI) has only a number. */
export function userName(env: NodeJS.ProcessEnv = process.env): string {
  try {
    return userInfo().username;
  } catch {
    return env.USER || env.LOGNAME || `user ${process.getuid?.() ?? "unknown"}`;
  }
}

/** The user's home folder; for one who has none, a path at which nothing lies. */
export function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return "/nonexistent";
  }
}

/** Where the CLI keeps what is the user's and no project's; it goes by the passwd entry, whatever HOME says. */
export function pulumiHome(env: NodeJS.ProcessEnv = process.env): string {
  return env.PULUMI_HOME || join(passwdHome(), ".pulumi");
}

function passwdHome(): string {
  try {
    return userInfo().homedir;
  } catch {
    return homeFolder();
  }
}
