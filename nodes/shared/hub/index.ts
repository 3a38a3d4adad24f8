import { Assets } from './assets';
import { Batches } from './batches';
import { Downloads } from './downloads';
import { Labels } from './labels';
import { Projects } from './projects';
import { Registration } from './registration';
import { Storages } from './storages';
import { Transport, type HubContext, type RequestSettings } from './transport';
import { Uploads } from './uploads';

/** Ango Hub as the operations see it: one interface for both platforms, by topic. */
export class Hub {
	readonly projects: Projects;
	readonly batches: Batches;
	readonly assets: Assets;
	readonly registration: Registration;
	readonly uploads: Uploads;
	readonly downloads: Downloads;
	readonly labels: Labels;
	readonly storages: Storages;

	constructor(readonly transport: Transport) {
		this.projects = new Projects(transport);
		this.batches = new Batches(transport, this.projects);
		this.assets = new Assets(transport);
		this.registration = new Registration(transport, this.assets, this.batches);
		this.uploads = new Uploads(transport);
		this.downloads = new Downloads(transport);
		this.labels = new Labels(transport);
		this.storages = new Storages(transport);
	}

	/** Opens the hub of the node's credential. @throws UserError when the credential cannot be used */
	static async open(context: HubContext, settings: Partial<RequestSettings> = {}): Promise<Hub> {
		return new Hub(await Transport.open(context, settings));
	}

	get platform() {
		return this.transport.platform;
	}

	/** Items that may be worked on at once. */
	get concurrency(): number {
		return this.transport.settings.concurrency;
	}

	get cancelled(): boolean {
		return this.transport.cancelled;
	}

	throwIfCancelled(): void {
		this.transport.throwIfCancelled();
	}
}
