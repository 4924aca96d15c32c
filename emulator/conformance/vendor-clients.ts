import { createRequire } from "node:module";

/**
 * The vendor's own packages, unchanged, behind one way of asking. They are
 * CommonJS and heavy, so they are loaded here only.
 */
const load = createRequire(import.meta.url);

export type Params = Readonly<
  Record<string, string | number | boolean | readonly (string | Readonly<Record<string, string>>)[]>
>;
type Refusal = { code: string; httpStatus: number | undefined; message: string; requestId: string };
type Result = { ok: true; body: Record<string, unknown> } | { ok: false; refusal: Refusal };

export type VendorClient = {
  readonly name: string;
  /** True where the package has a typed call for ECS actions only. */
  readonly isEcsOnly?: boolean;
  call(action: string, params: Params, version?: string): Promise<Result>;
};

export type Key = { accessKeyId: string; accessKeySecret: string; securityToken?: string };

const ECS_VERSION = "2014-05-26";

/** Every client and signature that must work, pointed at one emulator. */
export function vendorClients(url: string, key: Key): VendorClient[] {
  return [
    typedEcs(url, key),
    openApi("openapi-client V3 query", url, key, { place: "query" }),
    openApi("openapi-client V3 form body", url, key, { place: "formData" }),
    openApi("openapi-client V3 JSON body", url, key, { place: "json" }),
    openApi("openapi-client V1", url, key, { place: "query", signatureAlgorithm: "v2" }),
    popCore("pop-core V1 GET", url, key, "GET"),
    popCore("pop-core V1 POST", url, key, "POST"),
  ];
}

/** Constructors of a loaded module by name; the packages' types want classes of packages that are not ours to import. */
type Constructors = Record<string, new (fields: unknown) => Record<string, unknown>>;

function typedEcs(url: string, key: Key): VendorClient {
  const ecs: Constructors = load("@alicloud/ecs20140526");
  const client = new (constructorOf(ecs, "default"))({
    ...key,
    endpoint: new URL(url).host,
    protocol: "http",
  });
  return {
    name: "ecs20140526 V3",
    isEcsOnly: true,
    call: async (action, params) => {
      const method = client[lowerFirst(action)];
      if (typeof method !== "function") throw new Error(`the vendor's client has no ${action}`);
      const request = new (constructorOf(ecs, `${action}Request`))(typedFields(ecs, action, params));
      return settle(async () => {
        const response: { body: { toMap(): Record<string, unknown> } } = await method.call(client, request);
        return response.body.toMap();
      });
    },
  };
}

/** Wire names to the model's names, with `Tag` items as models of their own. */
function typedFields(ecs: Constructors, action: string, params: Params): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (!Array.isArray(value)) return [lowerFirst(name), value];
      const items = value.map((item) =>
        typeof item === "string"
          ? item
          : new (constructorOf(ecs, `${action}Request${name}`))({ key: item.Key, value: item.Value }),
      );
      return [lowerFirst(name), items];
    }),
  );
}

function openApi(
  name: string,
  url: string,
  key: Key,
  how: { place: "query" | "formData" | "json"; signatureAlgorithm?: string },
): VendorClient {
  const module: Constructors = load("@alicloud/openapi-client");
  const config = {
    ...key,
    endpoint: new URL(url).host,
    protocol: "http",
    signatureAlgorithm: how.signatureAlgorithm,
  };
  const client = new (constructorOf(module, "default"))(new (constructorOf(module, "Config"))(config));
  return {
    name,
    call: (action, params, version = ECS_VERSION) =>
      settle(async () => {
        const { callApi } = client;
        if (typeof callApi !== "function") throw new Error("the vendor's client has no callApi");
        const flat = flatten(params);
        const asked = how.place === "query" ? { query: flat } : { body: flat };
        const answer: { body: Record<string, unknown> } = await callApi.call(
          client,
          new (constructorOf(module, "Params"))(rpcParams(action, version, how.place)),
          new (constructorOf(module, "OpenApiRequest"))(asked),
          {},
        );
        return answer.body;
      }),
  };
}

function rpcParams(action: string, version: string, place: string): Record<string, string> {
  return {
    action,
    version,
    protocol: "HTTP",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    bodyType: "json",
    reqBodyType: place === "json" ? "json" : "formData",
  };
}

/** Clients that hand on an answer as text, and so can be asked for XML; the other packages read JSON only. */
export const XML_CLIENTS = [
  { name: "openapi-client V3" },
  { name: "openapi-client V1", signatureAlgorithm: "v2" },
] as const;

type XmlAsked = {
  readonly client: (typeof XML_CLIENTS)[number];
  readonly action: string;
  readonly params: Params;
  readonly version?: string;
};

/** The raw text of an answer in XML, asked for with the generic client. */
export async function askForXml(url: string, key: Key, asked: XmlAsked): Promise<string> {
  const { client: how, action, params, version = ECS_VERSION } = asked;
  const module: Constructors = load("@alicloud/openapi-client");
  const config = new (constructorOf(module, "Config"))({
    ...key,
    ...("signatureAlgorithm" in how ? { signatureAlgorithm: how.signatureAlgorithm } : {}),
    endpoint: new URL(url).host,
    protocol: "http",
  });
  const client = new (constructorOf(module, "default"))(config);
  const { callApi } = client;
  if (typeof callApi !== "function") throw new Error("the vendor's client has no callApi");
  const answer: { body: string } = await callApi.call(
    client,
    new (constructorOf(module, "Params"))({ ...rpcParams(action, version, "query"), bodyType: "string" }),
    new (constructorOf(module, "OpenApiRequest"))({ query: { ...flatten(params), Format: "XML" } }),
    {},
  );
  return answer.body;
}

function popCore(name: string, url: string, key: Key, method: "GET" | "POST"): VendorClient {
  type Rpc = { request(action: string, params: object, options: object): Promise<Record<string, unknown>> };
  const PopCore: new (config: object) => Rpc = load("@alicloud/pop-core");
  return {
    name,
    call: (action, params, version = ECS_VERSION) => {
      const client = new PopCore({ ...key, endpoint: url, apiVersion: version });
      return settle(() => client.request(action, flatten(params), { method }));
    },
  };
}

/** Lists as `Name.1`, objects in lists as `Name.1.Key`; everything as text. */
function flatten(params: Params): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    if (!Array.isArray(value)) {
      flat[name] = String(value);
      continue;
    }
    value.forEach((item, index) => {
      if (typeof item === "string") flat[`${name}.${index + 1}`] = item;
      else for (const [key, text] of Object.entries(item)) flat[`${name}.${index + 1}.${key}`] = String(text);
    });
  }
  return flat;
}

/** The packages throw errors of different make; what a caller can rely on is taken out of each. */
async function settle(ask: () => Promise<Record<string, unknown>>): Promise<Result> {
  try {
    return { ok: true, body: await ask() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const fields: Record<string, unknown> = { ...error };
    const data = isRecord(fields.data) ? fields.data : {};
    const code = String(fields.code ?? data.Code ?? "");
    if (!code || code.startsWith("ERR_") || error instanceof TypeError) throw error;
    const status = fields.statusCode ?? data.statusCode;
    return {
      ok: false,
      refusal: {
        code,
        httpStatus: status === undefined ? undefined : Number(status),
        message: error.message,
        requestId: String(data.RequestId ?? fields.requestId ?? ""),
      },
    };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function constructorOf(module: Constructors, name: string): Constructors[string] {
  const found = module[name];
  if (!found) throw new Error(`the vendor's package has no ${name}`);
  return found;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
