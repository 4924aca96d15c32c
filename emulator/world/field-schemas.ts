import { z } from "zod";

/** An id of any resource. */
export const id = z.string().min(1).max(128);

export const tagSchema = z.strictObject({ TagKey: z.string().max(128), TagValue: z.string().max(256) });
