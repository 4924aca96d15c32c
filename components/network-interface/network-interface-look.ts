import { CircleCheck, CircleDashed, CircleDot } from "#components/ui/icons.tsx";
import { lookAmong, type StatusLook, UNDER_WAY } from "#components/ui/status-look.ts";

const NETWORK_INTERFACE: Record<string, StatusLook> = {
  Creating: { ...UNDER_WAY, text: "status.eni.Creating" },
  Available: { icon: CircleDashed, tone: "neutral", text: "status.eni.Available" },
  Attaching: { ...UNDER_WAY, text: "status.eni.Attaching" },
  InUse: { icon: CircleCheck, tone: "success", text: "status.eni.InUse" },
  Detaching: { ...UNDER_WAY, text: "status.eni.Detaching" },
  Deleting: { ...UNDER_WAY, text: "status.eni.Deleting" },
  Linked: { icon: CircleDot, tone: "success", text: "status.eni.Linked" },
  Linking: { ...UNDER_WAY, text: "status.eni.Linking" },
  Unlinking: { ...UNDER_WAY, text: "status.eni.Unlinking" },
};

/** How the status of an ENI looks. */
export function networkInterfaceLook(status: string): StatusLook {
  return lookAmong(NETWORK_INTERFACE, status);
}
