import type { Program } from "#scripts/child-process.ts";

/** How Node is told what `server-only` wants to hear; package.json starts the server in the same way. */
export const SERVER_ARGUMENTS = ["--conditions=react-server", "server.ts"];

export interface DashboardSettings {
  mode: "production" | "development";
  port: number;
  emulatorPort: number;
  databasePath: string;
  secretPath: string;
  /** The key that signs the heads of the audit log; without one they are not signed. */
  signingKeyPath?: string;
}

export function emulatorProgram(port: number, environment: NodeJS.ProcessEnv): Program {
  return { name: "emulator", args: ["emulator/main.ts", "--port", String(port)], environment };
}

export function emulatorHealthUrl(port: number): string {
  return `http://127.0.0.1:${port}/_emulator/health`;
}

/** The one host name that people are told; the server sends visitors of the other loopback names there. */
export function dashboardUrl(port: number): string {
  return `http://localhost:${port}`;
}

export function dashboardHealthUrl(port: number): string {
  return `${dashboardUrl(port)}/api/health`;
}

/** The environment of a dashboard that runs on the emulator with the demo's accounts. */
export function dashboardEnvironment(
  settings: DashboardSettings,
  environment: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  return {
    ...withoutCloudSettings(environment),
    NODE_ENV: settings.mode,
    NEXT_TELEMETRY_DISABLED: "1",
    PORT: String(settings.port),
    ECS_MODE: "emulator",
    ECS_ENDPOINT: `http://127.0.0.1:${settings.emulatorPort}`,
    DATABASE_URL: `file:${settings.databasePath}`,
    NEXTAUTH_URL: dashboardUrl(settings.port),
    NEXTAUTH_SECRET_FILE: settings.secretPath,
    ...(settings.signingKeyPath === undefined ? {} : { AUDIT_SIGNING_KEY_FILE: settings.signingKeyPath }),
    ENI_DESK_DEMO: "1",
    LOG_LEVEL: environment.LOG_LEVEL ?? "warn",
  };
}

/**
 * A demo on a machine that is set up for the real cloud must not carry those settings, least of all its keys. HOST goes
 * too: some shells set it to the machine's name, and the demo listens on loopback only.
 */
const CLOUD_SETTING =
  /^(ALIBABA_CLOUD_|AUDIT_|AUTH_TRUST_HOST$|DATABASE_|ENI_DESK_(ACCOUNTS|REGIONS)$|HOST$|HTTPS_PROXY$|METRICS_TOKEN|NEXTAUTH_|OIDC_|TRUSTED_PROXIES$)/;

function withoutCloudSettings(environment: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !CLOUD_SETTING.test(name)));
}
