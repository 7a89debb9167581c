const token = (globalThis as any)?.process?.env?.['NPM_TOKEN'] as string | undefined;
export default token;
