import type { Call } from "#emulator/actions/action.ts";

const TAG_KEY = /^acs:(Resource|Request)Tag\/(.+)$/s;

/** What the keys of policy conditions stand for in one call, for one of the resources that it touches. */
export function conditionFacts(call: Call, resource: string): (key: string) => string | undefined {
  return (key) => {
    if (key === "acs:SourceIp") return call.sourceIpAddress;
    if (key === "acs:CurrentTime") return new Date(call.world.clock.now()).toISOString();
    // The emulator speaks plain HTTP only.
    if (key === "acs:SecureTransport") return "false";
    const [, whose, tagKey] = TAG_KEY.exec(key) ?? [];
    if (whose === "Request") return call.params.tags().find((tag) => tag.key === tagKey)?.value;
    return resourceTags(call, resource).find((tag) => tag.TagKey === tagKey)?.TagValue;
  };
}

/** Tags of an ENI or instance by its ARN; a whole kind of resources (`eni/*`) has none. */
function resourceTags({ world }: Call, resource: string): readonly { TagKey: string; TagValue: string }[] {
  const [, kind, id = ""] = /:(eni|instance)\/([^/]+)$/.exec(resource) ?? [];
  const row = kind === "eni" ? world.networkInterfaces.get(id) : world.instances.get(id);
  return row?.Tags ?? [];
}
