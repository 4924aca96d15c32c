/** What an instance type lets be attached. Source: ECS API, DescribeInstanceTypes. */
export interface InstanceType {
  instanceTypeId: string;
  /** ENIs that an instance of this type takes, its primary one among them; members of a trunk are not counted. */
  eniQuantity: number;
}
