import { instancePageSchema, networkInterfacePageSchema } from "#lib/client/answers/inventory.ts";
import { ListReader } from "#lib/client/list-reader.ts";
import type { InstancePage, NetworkInterfacePage } from "#lib/contract/inventory.ts";

/** One for each list, with what it remembers. A page that only shows what it came with fetches neither. */
export const instanceReader = new ListReader<InstancePage>(instancePageSchema);
export const networkInterfaceReader = new ListReader<NetworkInterfacePage>(networkInterfacePageSchema);
