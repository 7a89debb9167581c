export interface ClientOptions { endpoint: string; token?: string; fetch?: typeof fetch }

export class GraphQLClient {
  constructor(private readonly options: ClientOptions) {}

  async request<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
    const send = this.options.fetch ?? globalThis.fetch;
    const res = await send(this.options.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.options.token ? { authorization: `Bearer ${this.options.token}` } : {}),
      },
      body: JSON.stringify({ query, variables }),
    });
    const json = (await res.json()) as { data?: T; errors?: Array<{ message: string }> };
    if (json.errors?.length) throw new Error(json.errors.map((e) => e.message).join('; '));
    return json.data as T;
  }
}

export const client = new GraphQLClient({
  endpoint: process.env.GRAPHQL_URL ?? 'http://localhost:4000/graphql',
  token: process.env.GRAPHQL_TOKEN,
});
