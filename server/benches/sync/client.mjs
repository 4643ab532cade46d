// HTTP client with keep-alive, and the resources that a server process uses.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";

export function client(port, connections) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return (method, path, body, headers = {}) =>
    new Promise((done, failed) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const own =
        text === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
      const call = request(
        { agent, host: "127.0.0.1", port, method, path, headers: { ...own, ...headers } },
        (answer) => {
          const parts = [];
          answer.on("data", (part) => parts.push(part));
          answer.on("end", () => {
            const said = Buffer.concat(parts).toString();
            if (answer.statusCode >= 300)
              return failed(new Error(`${method} ${path}: ${answer.statusCode} ${said.slice(0, 300)}`));
            done(said.startsWith("{") || said.startsWith("[") ? JSON.parse(said) : undefined);
          });
        },
      );
      call.on("error", failed);
      call.end(text);
    });
}

/** CPU time of a process in milliseconds; Linux counts in ticks of 10 ms. */
function cpu(pid) {
  const told = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(told[11]) + Number(told[12])) * 10;
}

/** Peak memory of a process, in MiB. */
export function peak(pid) {
  return Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)[1]) / 1024;
}

/** Runs `one` for 0 to n - 1, `connections` at a time; each counts as `worth` units. Latencies in milliseconds. */
export async function measure(pid, n, connections, worth, one) {
  const waits = [];
  let next = 0;
  const [cpuBefore, begun] = [cpu(pid), performance.now()];
  const work = async () => {
    for (let at = next++; at < n; at = next++) {
      const from = performance.now();
      await one(at);
      waits.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  const seconds = (performance.now() - begun) / 1000;
  waits.sort((a, b) => a - b);
  return {
    rate: (n * worth) / seconds,
    p50: waits[Math.floor(n * 0.5)],
    p95: waits[Math.floor(n * 0.95)],
    cpu: (cpu(pid) - cpuBefore) / (n * worth),
  };
}

/** Number of fsync and fdatasync calls of a process during `work`. */
export async function syncs(pid, work) {
  const watch = spawn("strace", ["-f", "-c", "-e", "trace=fsync,fdatasync", "-p", String(pid)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let told = "";
  watch.stderr.on("data", (text) => (told += text));
  // strace needs a moment to attach.
  await new Promise((done) => setTimeout(done, 800));
  await work();
  const gone = new Promise((done) => watch.once("exit", done));
  watch.kill("SIGINT");
  await gone;
  const lines = told.split("\n").filter((it) => /fsync|fdatasync/.test(it) && /^\s*[\d.]+/.test(it));
  return lines.reduce((sum, it) => sum + Number(it.trim().split(/\s+/)[3]), 0);
}

export async function untilReady(port, path) {
  const call = client(port, 1);
  for (let turn = 0; turn < 400; turn++) {
    const ready = await call("GET", path).then(
      () => true,
      (error) => /: [234]\d\d /.test(error.message),
    );
    if (ready) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`nothing answers on ${port}`);
}

/** Starts a server process. */
export function serve(command, args, options = {}) {
  const server = spawn(command, args, { stdio: "ignore", ...options });
  return {
    pid: server.pid,
    stop: () =>
      new Promise((done) => {
        server.once("exit", done);
        server.kill();
      }),
  };
}

export const run = (command, args, options = {}) =>
  execFileSync(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options }).toString();
