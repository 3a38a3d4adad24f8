import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { resources } from '../../nodes/AngoHub/resources/index.ts';
import { schemaClass } from './labelSetFixture.mts';
import { byId, fileItem, openSetup, wordsOf, type Setup } from './setup.mts';

/** Numbers that JavaScript would round, as an object that may be inside any other. */
const LONG = '{"id": 12345678901234567890, "share": -0.12345678901234567890123, "most": 1e400}';
const NUMBERS = ['12345678901234567890', '-0.12345678901234567890123', '1e400'];

const isPassedOn = ({ type, typeOptions }: INodeProperties) =>
	type === 'json' && !typeOptions?.roundsNumbers;

/** The fields of an operation whose JSON is passed on, such as 'options.contextData'. */
const passedOn = (fields: INodeProperties[], at = ''): string[] =>
	fields.flatMap((field) => [
		...(isPassedOn(field) ? [`${at}${field.name}`] : []),
		...(field.type === 'collection'
			? passedOn(field.options as INodeProperties[], `${at}${field.name}.`)
			: []),
	]);

const all = Object.entries(resources).flatMap(([resource, { operations }]) =>
	Object.entries(operations).flatMap(([operation, { fields }]) =>
		passedOn(fields as unknown as INodeProperties[]).map((path) => [resource, operation, path]),
	),
);

/** Beside the field itself: what else each operation needs. */
const OTHERS: Record<string, object> = {
	'asset buildFromTemplate': { template: byId('Product') },
	'asset importFromCloud': { url: 'https://files.example/a.png' },
	'asset sendAndWait': { message: 'Is this a car?' },
	'asset uploadChat': { source: 'messages' },
	'issue create': { content: 'Look here' },
	'labelSet update': { specify: 'json' },
	'project create': { name: 'Streets' },
	'task getAll': { returnAll: true },
	'task review': { reviewStatus: 'Accepted' },
};

/** The JSON of a field, where it cannot be any object. */
const labels = `{"externalId": "a.png", "objects": [{"title": "Car", "metadata": ${LONG},
	"bounding-box": {"x": 0.12345678901234567890123, "y": 2, "width": 3, "height": 4}}]}`;
const JSON_OF: Record<string, string> = {
	labels,
	labelSet: `{"tools": [{"title": "Car", "tool": "bounding-box", "extra": ${LONG}}]}`,
	messages: `[{"role": "user", "content": "Hi", "meta": ${LONG}}]`,
	more: `{"priority": {"$gte": ${NUMBERS[1]}, "$lte": ${NUMBERS[0]}}, "duration": {"$lt": 1e400}}`,
	other: `{"own": ${LONG}}`,
	pluginPresets: `[${LONG}]`,
	row: `{"name": "Shoe", "sku": "s1", "price": ${NUMBERS[0]}, "size": ${NUMBERS[1]}, "most": 1e400}`,
	stages: `[{"id": "Start", "type": "Start", "name": "Start", "next": ["Complete"], "own": ${LONG}},
		{"id": "Complete", "type": "Complete", "name": "Complete"}]`,
};

/** What the hub refuses after it came: the task is in no Review stage, and 1e400 is no duration. */
const REFUSED = ['review', 'getAll'];

describe('Numbers with more digits than JavaScript has', () => {
	let setup: Setup;
	beforeAll(async () => {
		setup = await openSetup();
	});
	afterAll(async () => await setup.close());

	const parametersFor = (resource: string, operation: string, path: string): IDataObject => {
		const name = path.split('.').at(-1)!;
		const json = JSON_OF[name] ?? LONG;
		const [outer, inner] = path.split('.');
		return {
			resource,
			operation,
			...OTHERS[`${resource} ${operation}`],
			...(name === 'stages' && { specify: 'json' }),
			[outer]: inner ? { [inner]: json } : json,
		};
	};

	it.each(all.filter(([, , path]) => path !== 'filters.contextData'))(
		'reach Ango Hub digit by digit: %s %s, %s',
		async (resource, operation, path) => {
			const { hub } = setup;
			const project = hub.seedProject({
				assignedTo: [{ assignee: 'ada@example.com', role: 'Lead' }],
				categorySchema: {
					tools: [schemaClass('bounding-box', 'Car', 't1')],
					classifications: [],
					relations: [],
				} as never,
			});
			const asset = hub.seedAsset(project._id, { externalId: 'a.png' });
			const task = byId(hub.taskOf(asset)._id);
			await makeTemplate(project._id);
			const issue = await makeIssue(project._id, task.value);
			hub.clearRequests();
			const node = setup.node({
				project: byId(project._id),
				task,
				issue: byId(issue),
				stage: byId('Start'),
				...parametersFor(resource, operation, path),
			} as never);
			const result = await setup.engine.run({ node, items: [await fileItem(setup, 'b.png')] });
			if (!REFUSED.includes(operation)) expect(wordsOf(result).trim()).toBe('');
			const sent = hub.requests
				.map(({ url, raw }) => `${decodeURIComponent(url.replaceAll('+', ' '))} ${raw?.toString()}`)
				.join('\n');
			for (const number of NUMBERS) expect(sent).toContain(number);
		},
	);

	it('are told of where they cannot be compared', async () => {
		const project = setup.hub.seedProject();
		setup.hub.seedAsset(project._id, { contextData: { id: 12345678901234567000, text: '7' } });
		const find = async (contextData: string) =>
			await setup.engine.run({
				node: setup.node({
					resource: 'asset',
					operation: 'getAll',
					project: byId(project._id),
					filters: { contextData },
				}),
			});
		expect(wordsOf(await find(LONG))).toMatch(/'Context Data' cannot be compared/);
		expect((await find('{"id": 12345678901234560000}')).items).toHaveLength(0);
		expect((await find('{"text": 7}')).items).toHaveLength(1);
	});

	async function makeTemplate(project: string): Promise<void> {
		const node = setup.node({
			resource: 'assetBuilderTemplate',
			operation: 'create',
			project: byId(project),
			name: 'Product',
			html: '<h1>{{ name }}</h1>',
			columns: {
				column: ['name', 'price', 'size', 'most'].map((name) => ({
					name,
					type: 'text',
					includeInExport: true,
				})),
			},
			externalIdColumn: 'sku',
		});
		expect(wordsOf(await setup.engine.run({ node })).trim()).toBe('');
	}

	async function makeIssue(project: string, task: string): Promise<string> {
		const node = setup.node({
			resource: 'issue',
			operation: 'create',
			project: byId(project),
			task: byId(task),
			content: 'Look here',
		});
		return String((await setup.engine.run({ node })).items[0].json._id);
	}
});
