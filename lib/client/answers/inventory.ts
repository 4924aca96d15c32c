const contract = () => import("#lib/contract/inventory.ts");

export const instanceDetailSchema = async () => (await contract()).instanceDetailSchema;
export const instancePageSchema = async () => (await contract()).instancePageSchema;
export const networkInterfaceDetailSchema = async () => (await contract()).networkInterfaceDetailSchema;
export const networkInterfacePageSchema = async () => (await contract()).networkInterfacePageSchema;
export const regionListSchema = async () => (await contract()).regionListSchema;
