export const networkInterface = {} as const;
