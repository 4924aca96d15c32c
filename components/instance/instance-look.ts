import { CircleCheck } from "#components/ui/icons.tsx";
import { CircleMinus } from "#components/ui/more-icons.tsx";
import { lookAmong, type StatusLook, UNDER_WAY } from "#components/ui/status-look.ts";

const INSTANCE: Record<string, StatusLook> = {
  Pending: { ...UNDER_WAY, text: "status.instance.Pending" },
  Starting: { ...UNDER_WAY, text: "status.instance.Starting" },
  Running: { icon: CircleCheck, tone: "success", text: "status.instance.Running" },
  Stopping: { ...UNDER_WAY, text: "status.instance.Stopping" },
  Stopped: { icon: CircleMinus, tone: "neutral", text: "status.instance.Stopped" },
};

/** How the status of an instance looks. */
export function instanceLook(status: string): StatusLook {
  return lookAmong(INSTANCE, status);
}
