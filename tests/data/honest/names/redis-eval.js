const Redis = require('ioredis');
const redis = new Redis(process.env.REDIS_URL);
const SCRIPT = "local n = redis.call('INCR', KEYS[1]); if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end; return n";
exports.hit = (key, seconds) => redis.eval(SCRIPT, 1, key, seconds);
