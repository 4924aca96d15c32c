import "server-only";

import { sql } from "kysely";

/** One account in one region, and what its rows look like: replicas of different versions share nothing. */
export interface SharedPlace {
  account_id: string;
  region_id: string;
  shape: number;
}

export const sameSource = ({ account_id, region_id, shape }: SharedPlace) =>
  sql<boolean>`account_id = ${account_id} AND region_id = ${region_id} AND shape = ${shape}`;
