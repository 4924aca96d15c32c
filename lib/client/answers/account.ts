const contract = () => import("#lib/contract/account.ts");

export const accountSchema = async () => (await contract()).accountSchema;
export const doneSchema = async () => (await contract()).doneSchema;
