// A real mail server on this machine: it keeps what it takes, and refuses what a test says.
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

export class MailServer {
  readonly taken: Email[] = [];
  /** What it says to an address, once for each entry: `450 try again`. */
  readonly answers = new Map<string, string[]>();
  /** How often an address was tried. */
  readonly tries = new Map<string, number>();
  port = 0;
  private server?: SMTPServer;

  async start(): Promise<void> {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS", "AUTH"],
      logger: false,
      onRcptTo: ({ address }, _, done) => {
        this.tries.set(address, (this.tries.get(address) ?? 0) + 1);
        const answer = this.answers.get(address)?.shift();
        if (!answer) return done();
        const error = Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) });
        done(error);
      },
      onData: (stream, _, done) => {
        const parsed = buffer(stream).then((bytes) => PostalMime.parse(bytes));
        parsed.then((it) => {
          this.taken.push(it);
          done();
        }, done);
      },
    });
    await new Promise<void>((done) => this.server!.listen(this.port, "127.0.0.1", done));
    this.port = (this.server.server.address() as { port: number }).port;
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.server!.close(done));
  }

  /** The addresses of what was taken. */
  addresses(): string[] {
    return this.taken.map((it) => it.to![0].address!);
  }
}
