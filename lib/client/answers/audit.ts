const contract = () => import("#lib/contract/audit.ts");

export const auditPageSchema = async () => (await contract()).auditPageSchema;
export const auditVerdictSchema = async () => (await contract()).auditVerdictSchema;
