export declare const digest: (s: string) => string;
