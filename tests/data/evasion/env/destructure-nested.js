const { env: { AWS_SECRET_ACCESS_KEY: key, HOME: home = '/' } } = process;
module.exports = { key, home };
