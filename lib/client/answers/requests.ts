const contract = () => import("#lib/contract/requests.ts");

export const preflightSchema = async () => (await contract()).preflightSchema;
export const requestDetailSchema = async () => (await contract()).requestDetailSchema;
export const requestPageSchema = async () => (await contract()).requestPageSchema;
export const requestReceiptSchema = async () => (await contract()).requestReceiptSchema;
