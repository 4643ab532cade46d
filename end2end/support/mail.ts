// A real mail server on this machine: it keeps what it takes, and refuses what a test says.
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

/** What a mail server with TLS wants to hear. */
export const MAIL_PASSWORD = "mail-secret";

export class MailServer {
  readonly taken: Email[] = [];
  /** What it says to an address, once for each entry: `450 try again`. */
  readonly answers = new Map<string, string[]>();
  /** How often an address was tried. */
  readonly tries = new Map<string, number>();
  /** Who has signed in. */
  readonly users: string[] = [];
  port = 0;
  private server?: SMTPServer;

  /** With a certificate it speaks TLS from the first byte, and only to whoever signs in. */
  constructor(private readonly certificate?: { private: string; cert: string }) {}

  async start(): Promise<void> {
    const tls = this.certificate && { key: this.certificate.private, cert: this.certificate.cert, secure: true };
    this.server = new SMTPServer({
      ...tls,
      authOptional: !tls,
      disabledCommands: tls ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
      logger: false,
      onAuth: ({ username, password }, _, done) => {
        if (password !== MAIL_PASSWORD) return done(new Error("wrong password"));
        this.users.push(username!);
        done(null, { user: username });
      },
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
    // Whoever does not trust the certificate hangs up: that is not the test's trouble.
    this.server.on("error", () => undefined);
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
