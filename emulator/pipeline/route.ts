import type { Action, Call, Product } from "#emulator/actions/action.ts";
import { actionTable, PRODUCTS } from "#emulator/actions/registry.ts";
import { ecsError } from "#emulator/errors/ecs-error.ts";
import type { RequestContext } from "#emulator/pipeline/context.ts";

export function productOf(context: RequestContext): Product {
  return PRODUCTS.get(context.version ?? "") ?? "Ecs";
}

/** Finds the action that Action and Version name, or throws the gateway's error. */
export function route(context: RequestContext): Action {
  if (context.path !== "/") throw ecsError("InvalidApi.NotFound");
  const name = context.action ?? context.params.require("Action");
  const version = context.version ?? context.params.require("Version");
  const product = PRODUCTS.get(version);
  if (!product)
    throw ecsError("InvalidVersion", { message: `The specified version "${version}" is not supported.` });
  const action = actionTable.get(`${version}/${name}`);
  if (action) return action;
  throw ecsError(product === "Ecs" ? "InvalidAction.NotFound" : "InvalidApi.NotFound", {
    message: `The action "${name}" of version ${version} is not known, or not emulated.`,
  });
}

/** Checks what every action has in common: mandatory parameters are there, the region exists and is open. */
export function validate(action: Action, { params, world }: Call): void {
  for (const name of action.required) params.require(name);
  const regionId = params.get("RegionId");
  if (regionId === undefined || !action.required.includes("RegionId")) return;
  if (!/^[a-z0-9-]{1,64}$/.test(regionId)) throw ecsError("InvalidRegionId.MalFormed");
  const region = world.regions.get(regionId);
  if (!region) throw ecsError("InvalidRegionId.NotFound");
  if (!region.Open) throw ecsError("Forbidden.RegionId");
}
