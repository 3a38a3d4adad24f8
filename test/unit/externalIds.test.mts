import * as fc from 'fast-check';
import { Hub } from '../../nodes/shared/hub/index.ts';
import { startLocalHub, type LocalHub } from '../local-hub/index.mts';

/** Enough assets for asking to take fewer calls than reading the list. */
const FILLERS = 600;

let local: LocalHub;
beforeAll(async () => {
	local = await startLocalHub();
});
afterAll(async () => await local.stop());
beforeEach(() => {
	local.resetFaults();
	local.clearRequests();
});

/** A hub as a new run opens it, that sends its requests to the local one. */
async function opened(): Promise<Hub> {
	const httpRequestWithAuthentication = async (
		_type: string,
		{ method, url, qs, body }: { method: string; url: string; qs: object; body?: object },
	) => {
		const query = new URLSearchParams(qs as Record<string, string>).toString();
		const response = await fetch(query ? `${url}?${query}` : url, {
			method,
			headers: { apikey: local.apiKey, 'content-type': 'application/json' },
			...(body && { body: JSON.stringify(body) }),
		});
		return { statusCode: response.status, headers: {}, body: await response.json() };
	};
	const context = {
		getCredentials: async () => ({ region: 'custom', url: local.url, apiKey: local.apiKey }),
		getNode: () => ({ name: 'Node', type: 'node' }),
		helpers: { httpRequestWithAuthentication },
	};
	return await Hub.open(context as never);
}

function seedProject(fillers = FILLERS): string {
	const project = local.seedProject()._id;
	for (let n = 0; n < fillers; n++) local.seedAsset(project, { externalId: `filler-${n}.png` });
	return project;
}

async function found(project: string, externalIds: string[]): Promise<string[][]> {
	const assets = await (await opened()).assets.withExternalIds(project, externalIds);
	return externalIds.map((externalId) => assets.get(externalId)!.map(({ _id }) => _id));
}

const lists = (kind: string) =>
	local.requests.filter(({ path }) => path.endsWith(`/${kind}`)).length;

describe('Assets by external ID', () => {
	it('are the same as when each is asked for, however many share an ID, were deleted or have several tasks', async () => {
		const project = seedProject();
		const name = fc.oneof(
			fc.constantFrom(
				'a',
				'a.png',
				'Müller.png',
				'Mu\u0308ller.png',
				'$in',
				'"',
				'図',
				'1',
				'null',
			),
			fc.string({ minLength: 1 }),
		);
		const kind = fc.constantFrom('once', 'twice', 'deleted', 'oneDeleted', 'tasks', 'absent');
		await fc.assert(
			fc.asyncProperty(
				fc.uniqueArray(fc.tuple(name, kind), {
					selector: ([own]) => own,
					minLength: 3,
					maxLength: 40,
				}),
				async (cases) => {
					for (const [externalId, what] of cases) {
						if (what === 'absent') continue;
						const assets = Array.from({ length: what === 'once' ? 1 : 2 }, () =>
							local.seedAsset(project, { externalId }),
						);
						if (what === 'tasks') {
							const task = local.taskOf(assets[0]);
							local.state.addTask({ ...task, _id: local.state.newId() });
						}
						const gone = what === 'deleted' ? assets : what === 'oneDeleted' ? [assets[0]] : [];
						local.state.deleteAssets(project, new Set(gone.map(({ _id }) => _id)));
					}
					const asked = cases.map(([externalId]) => externalId);
					local.faults.filtersTasks = true;
					const together = await found(project, asked);
					local.faults.filtersTasks = false;
					expect(together).toEqual(await found(project, asked));
					const room = local.state.room(project);
					for (const [index, externalId] of asked.entries()) {
						const own = room.assets.filter(
							(asset) => asset.externalId.normalize('NFC') === externalId.normalize('NFC'),
						);
						expect([...together[index]].sort()).toEqual(own.map(({ _id }) => _id).sort());
					}
				},
			),
			{ numRuns: 20 },
		);
	});

	it('take 0.02 calls or fewer for each that is not there', async () => {
		const project = seedProject(2_000);
		const absent = Array.from(
			{ length: 1_500 },
			(_, n) => `front-${String(n).padStart(4, '0')}.png`,
		);
		expect((await found(project, absent)).flat()).toEqual([]);
		expect(local.requests.length).toBeLessThanOrEqual(0.02 * absent.length);
		for (const { url } of local.requests) expect(url.length).toBeLessThan(8_192);
	});

	it('are asked for one by one, once for the run, where Ango Hub does not filter tasks', async () => {
		const project = seedProject();
		const own = local.seedAsset(project, { externalId: 'own.png' });
		local.faults.filtersTasks = false;
		const hub = await opened();
		for (let round = 0; round < 2; round++) {
			const assets = await hub.assets.withExternalIds(project, ['own.png', 'a', 'b']);
			expect(assets.get('own.png')!.map(({ _id }) => _id)).toEqual([own._id]);
		}
		expect(lists('tasks')).toBe(1);
	});

	it('are found where Ango Hub refuses the filter', async () => {
		const project = seedProject();
		const own = local.seedAsset(project, { externalId: 'own.png' });
		local.faults.rules.push({ match: { path: '/tasks' }, action: { status: 400 } });
		expect(await found(project, ['own.png', 'a', 'b'])).toEqual([[own._id], [], []]);
	});

	it('are found where tasks carry the records of their assets', async () => {
		const project = seedProject();
		const own = local.seedAsset(project, { externalId: 'own.png' });
		local.faults.taskReferences = 'object';
		expect(await found(project, ['own.png', 'a', 'b'])).toEqual([[own._id], [], []]);
	});
});
