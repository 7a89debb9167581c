import { connect as open } from 'node:http2';
const session = open('https://example.invalid');
session.request({ ':path': '/' }).end();
