import type { ConcurrencyLimit } from '../util/concurrency';
import { Assets } from './assets';
import { Batches } from './batches';
import { Chats } from './chats';
import { Downloads } from './downloads';
import { Exports } from './exports';
import type { HubContext, RequestSettings } from './http/call';
import { readPage, type Listing, type Page } from './http/pages';
import { Transport } from './http/transport';
import { Invites } from './invites';
import { Issues } from './issues';
import { Labels } from './labels';
import { LabelSets } from './labelSets';
import { Llms } from './llms';
import { Members } from './members';
import { Notifications } from './notifications';
import { Organizations } from './organizations';
import type { Platform } from './platform';
import { Projects } from './projects';
import { Registration } from './registration';
import { Stages } from './stages';
import { Storages } from './storages';
import { Tasks } from './tasks';
import { Templates } from './templates';
import { Uploads } from './uploads';
import { Webhooks } from './webhooks';

/** Ango Hub as the operations see it: one interface for both platforms, by topic. */
export class Hub {
	readonly projects: Projects;
	readonly batches: Batches;
	readonly assets: Assets;
	readonly registration: Registration;
	readonly uploads: Uploads;
	readonly chats: Chats;
	readonly downloads: Downloads;
	readonly exports: Exports;
	readonly invites: Invites;
	readonly issues: Issues;
	readonly labels: Labels;
	readonly labelSets: LabelSets;
	readonly llms: Llms;
	readonly members: Members;
	readonly notifications: Notifications;
	readonly organizations: Organizations;
	readonly stages: Stages;
	readonly storages: Storages;
	readonly tasks: Tasks;
	readonly templates: Templates;
	readonly webhooks: Webhooks;

	constructor(private readonly transport: Transport) {
		this.projects = new Projects(transport);
		this.batches = new Batches(transport, this.projects);
		this.tasks = new Tasks(transport);
		this.assets = new Assets(transport, this.tasks);
		this.registration = new Registration(transport, this.assets, this.batches);
		this.uploads = new Uploads(transport);
		this.chats = new Chats(transport, this.assets);
		this.downloads = new Downloads(transport);
		this.exports = new Exports(transport, this.downloads, this.projects);
		this.organizations = new Organizations(this.projects);
		this.invites = new Invites(transport, this.organizations);
		this.issues = new Issues(transport);
		this.labels = new Labels(transport);
		this.labelSets = new LabelSets(transport, this.projects);
		this.llms = new Llms(transport);
		this.members = new Members(transport, this.projects, this.organizations);
		this.notifications = new Notifications(transport);
		this.stages = new Stages(transport, this.projects);
		this.storages = new Storages(transport);
		this.templates = new Templates(transport, this.projects);
		this.webhooks = new Webhooks(transport);
	}

	/** Opens the hub of the node's credential. @throws UserError when the credential cannot be used */
	static async open(context: HubContext, settings: Partial<RequestSettings> = {}): Promise<Hub> {
		return new Hub(await Transport.open(context, settings));
	}

	/** What the platform can do, and what it calls things. */
	get platform(): Platform {
		return this.transport.platform;
	}

	/** How many items may be worked on at once. */
	get concurrency(): ConcurrencyLimit {
		return this.transport.concurrency;
	}

	/** Aborted when the execution is canceled. */
	get signal(): AbortSignal | undefined {
		return this.transport.signal;
	}

	/** One page of a list, for those who decide themselves how far to read. */
	async readPage<T>(listing: Listing<T>, page: number): Promise<Page<T>> {
		return await readPage(this.transport, listing, page);
	}

	throwIfCanceled(): void {
		this.transport.throwIfCanceled();
	}
}
