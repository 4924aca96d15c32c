export interface Region {
  regionId: string;
  localName: string;
  /** Host name ECS gives for the region (RegionEndpoint). */
  endpoint: string;
}

/** An Alibaba Cloud account that ENI Desk looks at. In emulator mode there is the emulator's own. */
export interface Account {
  accountId: string;
  name: string;
}
