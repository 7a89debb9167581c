const OLD = process.env;
beforeEach(() => {
  jest.resetModules();
  process.env = { ...OLD, NODE_ENV: 'test', API_TOKEN: 'test-token' };
});
afterAll(() => {
  process.env = OLD;
});
test('reads the token', () => {
  const { token } = require('./settings');
  expect(token).toBe('test-token');
});
