// Stands between an editor and its language server, hands every byte on as it comes, and writes each message to a file.
// usage: recorder.mjs TRACE PROGRAM ARGUMENT...   What ends the one ends the other: closed pipes, signals, exit codes.
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

const [trace, program, ...args] = process.argv.slice(2);
const server = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
record({ processes: [process.pid, server.pid] });

follow('editor', process.stdin, server.stdin);
follow('server', server.stdout, process.stdout);
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => {
  record({ exit: code ?? signal });
  process.exit(code ?? 1);
});

/** Copies one direction; an end that is gone already is not this program's to complain about. */
function follow(from, source, target) {
  const messages = splitter((message) => record({ from, message }));
  source.on('data', (bytes) => {
    target.write(bytes);
    messages(bytes);
  });
  source.on('end', () => {
    record({ from, closed: true });
    target.end();
  });
  target.on('error', () => undefined);
}

/** Cuts a stream of bytes into the messages that its headers announce. */
function splitter(found) {
  let waiting = Buffer.alloc(0);
  return (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (;;) {
      const start = waiting.indexOf('\r\n\r\n') + 4;
      const length = Number(/Content-Length: *(\d+)/i.exec(waiting.toString('latin1', 0, start))?.[1]);
      if (start < 4 || waiting.length < start + length) return;
      found(JSON.parse(waiting.toString('utf8', start, start + length)));
      waiting = waiting.subarray(start + length);
    }
  };
}

function record(entry) {
  appendFileSync(trace, `${JSON.stringify({ at: Date.now(), ...entry })}\n`);
}
