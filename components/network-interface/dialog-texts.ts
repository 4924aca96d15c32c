import type { TextKey } from "#components/list/list-column.ts";
import type { RequestedAction } from "#lib/domain/detach-request.ts";

type Part = "title" | "titleAgain" | "button" | "buttonAgain" | "lead" | "blockedNow";

/** The words of the dialog that differ between taking an ENI off and putting it back. */
export const DIALOG_TEXTS: Record<RequestedAction, Record<Part, TextKey>> = {
  detach: {
    title: "detach.title",
    titleAgain: "detach.titleAgain",
    button: "detach.action",
    buttonAgain: "detach.actionAgain",
    lead: "detach.leadFrom",
    blockedNow: "detach.blockedNow",
  },
  attach: {
    title: "attach.title",
    titleAgain: "attach.titleAgain",
    button: "attach.action",
    buttonAgain: "attach.actionAgain",
    lead: "attach.leadTo",
    blockedNow: "attach.blockedNow",
  },
};
