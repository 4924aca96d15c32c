import { z } from "zod";

/** Resource ids as ECS writes them: a type prefix, a dash, lower-case letters and digits (20 today; others have existed). */
export const instanceIdSchema = z.string().regex(/^i-[a-z0-9]{8,40}$/, "not an ECS instance id (i-…)");
export const networkInterfaceIdSchema = z.string().regex(/^eni-[a-z0-9]{8,40}$/, "not an ENI id (eni-…)");

/** Region ids such as `cn-hangzhou` or `ap-southeast-1`. Becomes part of a host name, hence the strict form. */
export const regionIdSchema = z.string().regex(/^[a-z]{2,8}(-[a-z0-9]{1,20}){1,4}$/, "not a region id");

/** An Alibaba Cloud account id: 16 digits as a rule. */
export const accountIdSchema = z.string().regex(/^[0-9]{6,20}$/, "not an account id");

export const requestKeySchema = z.uuid();
