const contract = () => import("#lib/contract/people.ts");

export const changedUserSchema = async () => (await contract()).changedUserSchema;
export const signedOutSchema = async () => (await contract()).signedOutSchema;
export const userListSchema = async () => (await contract()).userListSchema;
