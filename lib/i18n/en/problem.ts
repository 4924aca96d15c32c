/** Titles and details of what our API refuses. Key: problem type. */
export const problem = {
  "problem.invalid-request": "The request is not valid",
  "problem.no-session": "You are not signed in, or your session has ended",
  "problem.not-permitted": "Your role does not allow this",
  "problem.out-of-scope.detail":
    "You may see this ENI, but your operator role does not reach it or its instance. Ask an administrator, or an operator whose role does.",
  "problem.cross-site": "This request did not come from ENI Desk's own pages",
  "problem.not-found": "Not found",
  "problem.not-found.detail": "It does not exist, or it is out of your scope.",
  "problem.blocked": "A rule stands against it",
  "problem.changed": "Something changed since you looked",
  "problem.changed.detail": "Nothing was sent. Look at what is new, then decide again.",
  "problem.request-open": "Another request for this ENI is open",
  "problem.request-open.detail":
    "Nothing was sent. {askedBy} asked first; follow that request or wait until it has ended.",
  "problem.ecs-refused": "ECS refused",
  "problem.idempotency-key-reused": "This Idempotency-Key was used for something else",
  "problem.confirmation-needed": "The private IP address must be typed to confirm",
  "problem.confirmation-needed.detail": "Nothing was sent. Type {address} exactly.",
  "problem.name-taken": "There is a user of this name already",
  "problem.last-admin": "This is the last administrator who can sign in",
  "problem.last-admin.detail": "Nothing was changed. Make another administrator first.",
  "problem.version-expired": "This version of the list is no longer kept",
  "problem.version-expired.detail": "The list has changed since. Ask again without a version.",
  "problem.managed-elsewhere": "The identity provider decides this",
  "problem.managed-elsewhere.detail":
    "Nothing was changed. Roles and passwords of people who sign in with OpenID are set at the provider.",
  "problem.duties-mixed": "One person would hold duties that should watch each other",
  "problem.step-up-needed": "Prove again that it is you",
  "problem.step-up-needed.detail":
    "Nothing was sent. What carries warnings asks for a sign-in of the last 10 minutes.",
  "problem.wrong-password": "That is not your password",
  "problem.wrong-password.detail": "Nothing was changed and nothing was sent.",
  "problem.too-many": "Too many attempts; wait a moment",
  "problem.too-many.person":
    "Nothing was sent. You have opened many requests in the last minutes; the next one can be opened in {seconds} s.",
  "problem.too-many.vpc":
    "Nothing was sent. Many requests were opened in this VPC in the last minutes; the next one can be opened in {seconds} s.",
  "problem.method-not-allowed": "Only GET, HEAD and POST are answered",
  "problem.wrong-host": "This server answers under another host name",
  "problem.payload-too-large": "The request is too large",
  "problem.evidence-not-held.detail":
    "The audit log holds no event of this request: there is none by that id, or its events were archived.",
  "problem.evidence-not-provable.detail":
    "The audit log is not what is known of it, so no evidence is made from it. Verify the chain on the audit page.",
  "problem.cannot-be-recorded": "The request can't be recorded, so nothing was sent",
  "problem.cannot-be-recorded.detail":
    "ENI Desk writes down what is asked before it asks ECS, and its database does not take the record. In an emergency, run this yourself and note who, when and why: {command}",
  "problem.not-recorded.detail":
    "ENI Desk's database does not take the record. Nothing was changed; try again in a moment.",
  "problem.unreadable-log": "ENI Desk's database can't be read",
  "problem.unreadable-log.detail": "Nothing was sent and nothing was changed. Try again in a moment.",
  "problem.sending-stopped": "Sending is stopped",
  "problem.sending-stopped.detail": "Nothing was sent. {by} has stopped all sending (“{reason}”).",
  "problem.ecs-unreachable": "ECS could not be asked",
  "problem.ecs-unreachable.detail": "Nothing was sent: what can't be checked is not changed. {cause}",
  "problem.internal": "Something went wrong in ENI Desk",
  "problem.internal.detail": "Nothing more is known here; the server's log has it under the correlation id.",
  "ecs.rejected": "ECS said no.",
  "ecs.throttled": "ECS asks to slow down; the next refresh waits.",
  "ecs.not-sent": "ECS could not be reached.",
  "ecs.outcome-unknown": "ECS gave no usable answer.",
} as const;
