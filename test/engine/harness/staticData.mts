import type { IDataObject, Workflow } from 'n8n-workflow';

/**
 * The static data that n8n keeps in its database for an active workflow. What a node changed is
 * lost unless n8n saves it, so it passes through JSON exactly when n8n would save.
 */
export class StaticData {
	private json: string | null;

	constructor(initial?: IDataObject) {
		this.json = initial ? JSON.stringify(initial) : null;
	}

	/** What a workflow loaded now would start with. */
	load(): IDataObject | undefined {
		return this.json === null ? undefined : (JSON.parse(this.json) as IDataObject);
	}

	save({ staticData }: Workflow): void {
		if (!staticData.__dataChanged) return;
		this.json = JSON.stringify(staticData);
		staticData.__dataChanged = false;
	}

	/** The saved data of one node. */
	ofNode(name: string): IDataObject | undefined {
		return this.load()?.[`node:${name}`] as IDataObject | undefined;
	}
}
