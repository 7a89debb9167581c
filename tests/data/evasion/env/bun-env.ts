const key: string | undefined = Bun.env['STRIPE_' + 'SECRET_KEY'];
export default key;
