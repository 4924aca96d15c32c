import { createRequire } from "node:module";

const KEY = { accessKeyId: "emulator", accessKeySecret: "emulator-secret" };

/** The parts of the vendor's typed client that are used here; it is CommonJS. */
interface Page {
  readonly body: {
    readonly nextToken?: string;
    readonly networkInterfaceSets: {
      readonly networkInterfaceSet: readonly { readonly networkInterfaceId: string }[];
    };
  };
}
export interface VendorClient {
  describeNetworkInterfaces(request: object): Promise<Page>;
  detachNetworkInterface(request: object): Promise<{ readonly body: { readonly requestId: string } }>;
}
interface Vendor {
  readonly default: new (config: object) => VendorClient;
  readonly DescribeNetworkInterfacesRequest: new (fields: object) => object;
  readonly DetachNetworkInterfaceRequest: new (fields: object) => object;
}

export const vendor: Vendor = createRequire(import.meta.url)("@alicloud/ecs20140526");

/** `@alicloud/ecs20140526` as it comes, which keeps its connections, at the emulator. */
export function vendorClient(emulatorUrl: string, key = KEY): VendorClient {
  return new vendor.default({ ...key, endpoint: new URL(emulatorUrl).host, protocol: "http" });
}
