import type { Region } from "#emulator/world/region-record.ts";

/** A region with what its ids begin with; those of ECS itself begin so too. */
export type Place = { readonly region: Region; readonly idPrefix: string };

function place(
  regionId: string,
  idPrefix: string,
  names: { zh: string; en: string; city: string; cityEn: string },
  zones: readonly string[],
  endpoint = `ecs.${regionId}.aliyuncs.com`,
): Place {
  return {
    idPrefix,
    region: {
      RegionId: regionId,
      LocalNames: { "zh-CN": names.zh, "en-US": names.en },
      RegionEndpoint: endpoint,
      Status: "available",
      Open: true,
      Zones: zones.map((letter) => ({
        ZoneId: regionId.startsWith("cn-") ? `${regionId}-${letter}` : `${regionId}${letter}`,
        LocalNames: {
          "zh-CN": `${names.city} 可用区 ${letter.toUpperCase()}`,
          "en-US": `${names.cityEn} Zone ${letter.toUpperCase()}`,
        },
      })),
    },
  };
}

export const hangzhou = place(
  "cn-hangzhou",
  "bp1",
  { zh: "华东1（杭州）", en: "China (Hangzhou)", city: "杭州", cityEn: "Hangzhou" },
  ["h", "i", "k"],
  "ecs-cn-hangzhou.aliyuncs.com",
);
export const beijing = place(
  "cn-beijing",
  "2ze",
  { zh: "华北2（北京）", en: "China (Beijing)", city: "北京", cityEn: "Beijing" },
  ["h", "l"],
);
export const singapore = place(
  "ap-southeast-1",
  "t4n",
  { zh: "新加坡", en: "Singapore", city: "新加坡", cityEn: "Singapore" },
  ["a", "b"],
);
export const shanghai = place(
  "cn-shanghai",
  "uf6",
  { zh: "华东2（上海）", en: "China (Shanghai)", city: "上海", cityEn: "Shanghai" },
  ["l", "m"],
);
export const frankfurt = place(
  "eu-central-1",
  "gw8",
  { zh: "德国（法兰克福）", en: "Germany (Frankfurt)", city: "法兰克福", cityEn: "Frankfurt" },
  ["a", "b"],
);

/** The regions of the demo fleet, and of a generated one as many of them as are asked for. */
export const PLACES: readonly Place[] = [hangzhou, beijing, singapore, shanghai, frankfurt];
