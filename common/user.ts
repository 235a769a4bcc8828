import { homedir, userInfo } from "node:os";
import { join } from "node:path";

/** The user's name for display; a user without a passwd entry (`docker run --user`, CI) has only a number. */
export function userName(env: NodeJS.ProcessEnv = process.env): string {
  try {
    return userInfo().username;
  } catch {
    return env.USER || env.LOGNAME || `user ${process.getuid?.() ?? "unknown"}`;
  }
}

/** The user's home folder; a path that does not exist when the user has none. */
export function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return "/nonexistent";
  }
}

/** Where the Pulumi CLI keeps what belongs to the user and not to a project: below the home of the passwd entry, not HOME. */
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
