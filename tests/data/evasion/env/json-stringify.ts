const snapshot: string = JSON.stringify(process.env as Record<string, string>);
export default snapshot;
