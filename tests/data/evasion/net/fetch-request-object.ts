const request = new Request(new URL('/in', 'https://example.invalid'), { method: 'POST' });
export const done: Promise<Response> = fetch(request);
