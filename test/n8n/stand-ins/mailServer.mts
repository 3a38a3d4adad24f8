import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:net';
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import type { IDataObject } from 'n8n-workflow';
import { n8nRoot } from '../install.mjs';

const { SMTPServer } = createRequire(import.meta.url)('smtp-server');
const { simpleParser } = createRequire(`${n8nRoot}package.json`)('mailparser');

/** A mail as its receiver reads it. */
export interface Mail {
	from: string;
	to: string[];
	subject: string;
	html: string;
	/** Texts of the attachments by file name. */
	attachments: Record<string, string>;
}

interface Login {
	username?: string;
	password?: string;
}

interface Envelope {
	mailFrom: { address: string };
	rcptTo: Array<{ address: string }>;
}

type Done = (error?: Error | null, response?: { user: string }) => void;

/** A real SMTP server that takes mails from one user and keeps them. */
export class MailServer {
	readonly mails: Mail[] = [];
	readonly #user = 'reports';
	readonly #password = randomBytes(12).toString('hex');
	readonly #server: { server: Server; listen(port: number, host: string): Server; close(): void };

	constructor() {
		this.#server = new SMTPServer({
			disabledCommands: ['STARTTLS'],
			allowInsecureAuth: true,
			onAuth: ({ username, password }: Login, _session: unknown, done: Done) => {
				const isKnown = username === this.#user && password === this.#password;
				if (isKnown) done(null, { user: this.#user });
				else done(new Error('Wrong user or password'));
			},
			onData: (stream: Readable, { envelope }: { envelope: Envelope }, done: Done) => {
				this.#receive(stream, envelope).then(() => done(), done);
			},
		});
	}

	/** Starts it and gives what an SMTP credential of n8n holds. */
	async start(): Promise<IDataObject> {
		const server = this.#server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as { port: number };
		return {
			user: this.#user,
			password: this.#password,
			host: '127.0.0.1',
			port,
			secure: false,
			disableStartTls: true,
		};
	}

	stop(): void {
		this.#server.close();
	}

	async #receive(stream: Readable, { mailFrom, rcptTo }: Envelope): Promise<void> {
		const { subject, html, attachments } = await simpleParser(await buffer(stream));
		const to = rcptTo.map(({ address }) => address);
		this.mails.push({
			from: mailFrom.address,
			to,
			subject,
			html,
			attachments: Object.fromEntries(
				attachments.map(({ filename, content }: { filename: string; content: Buffer }) => [
					filename,
					content.toString(),
				]),
			),
		});
	}
}
