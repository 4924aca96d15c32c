import type { Call } from "#emulator/actions/action.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { NetworkInterface } from "#emulator/world/network-interface-record.ts";

const MAX_TAGS = 20;
/** Beginnings that tag keys and values may not have; `acs:` is for the cloud's own. */
const KEPT_TAG_STARTS = /^(aliyun|acs:)/i;
const URL_ANYWHERE = /https?:\/\//i;

/** NetworkInterfaceName (2 to 128 characters) and Description (2 to 256), as far as they were given. */
export function requestedTexts({ params }: Call): { NetworkInterfaceName?: string; Description?: string } {
  const name = params.get("NetworkInterfaceName");
  const description = params.get("Description");
  if (name !== undefined && (name.length < 2 || name.length > 128 || /^https?:\/\//i.test(name))) {
    throw ecsError("InvalidParams.NetworkInterfaceName");
  }
  if (
    description !== undefined &&
    (description.length < 2 || description.length > 256 || /^https?:\/\//i.test(description))
  ) {
    throw ecsError("InvalidParameter", { message: "Description takes 2 to 256 characters and no URL." });
  }
  return {
    ...(name === undefined ? {} : { NetworkInterfaceName: name }),
    ...(description === undefined ? {} : { Description: description }),
  };
}

/** Tag.N.Key and Tag.N.Value as a resource keeps them; a tag without a value has an empty one. */
export function requestedTags({ params }: Call): NetworkInterface["Tags"] {
  const tags = params.tags().map(({ key, value }) => ({ TagKey: key, TagValue: value ?? "" }));
  if (tags.length > MAX_TAGS) throw ecsError("QuotaExceed.Tags");
  if (new Set(tags.map((tag) => tag.TagKey)).size < tags.length) throw ecsError("Duplicate.TagKey");
  for (const { TagKey, TagValue } of tags) {
    if (TagKey.length > 128 || KEPT_TAG_STARTS.test(TagKey) || URL_ANYWHERE.test(TagKey)) {
      throw ecsError("InvalidTagKey.Malformed");
    }
    if (TagValue.length > 128 || URL_ANYWHERE.test(TagValue)) throw ecsError("InvalidTagValue.Malformed");
  }
  return tags;
}
