import { lookAmong, type StatusLook, UNDER_WAY } from "#components/ui/status-look.ts";

const INSTANCE: Record<string, StatusLook> = {
  Pending: { ...UNDER_WAY, text: "status.instance.Pending" },
  Starting: { ...UNDER_WAY, text: "status.instance.Starting" },
  Running: { icon: "check", tone: "success", text: "status.instance.Running" },
  Stopping: { ...UNDER_WAY, text: "status.instance.Stopping" },
  Stopped: { icon: "minus", tone: "neutral", text: "status.instance.Stopped" },
};

/** How the status of an instance looks. */
export function instanceLook(status: string): StatusLook {
  return lookAmong(INSTANCE, status);
}
