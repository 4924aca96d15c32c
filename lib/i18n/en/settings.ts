export const settings = {
  "settings.title": "Settings",
  "settings.sending": "Sending",
  "budget.title": "Calls to ECS",
  "budget.lead":
    "Calls of this server in the last 60 seconds, against what it allows itself: half of what ECS takes, so that the console and other tools of the account keep the rest.",
  "budget.used": "{used} of {allowed} a minute",
  "budget.backOff": "ECS throttled: no walks until {until}",
  "budget.none": "None in the last minute.",
  "settings.sending.banner": "Sending is stopped.",
  "settings.sending.unreadable": "The switch can't be read, so nothing is sent.",
  "settings.sending.allowed": "Sending is allowed",
  "settings.sending.allowed.body": "Requests go to ECS, on every replica.",
  "settings.sending.stopped": "Sending is stopped",
  "settings.sending.stopped.body":
    "No request begins and nothing is sent again, on every replica. What ECS has already been asked is followed to its end.",
  "settings.sending.by": "Last turned by",
  "settings.sending.at": "At",
  "settings.sending.reasonHint":
    "At least 8 characters. Everyone who is signed in reads it, and it goes into the audit log.",
  "settings.sending.stop": "Stop all sending",
  "settings.sending.allow": "Allow sending again",
  "settings.sending.nowStopped": "Sending is stopped",
  "settings.sending.nowAllowed": "Sending is allowed again",
} as const;
