import { randomUUID } from 'node:crypto';
import type { HubCore } from '../core.mts';
import { badRequest, HubError } from '../errors.mts';
import { bytesOf, checkFields, fieldFiles, fieldText } from '../forms.mts';
import { batchIds, createAsset, delayVisibility } from '../records.mts';
import { route } from '../router.mts';
import type { Project } from '../types.mts';
import type { Check } from '../validate.mts';
import {
	arrayOf,
	integer,
	object,
	oneOf,
	openObject,
	openShape,
	parseJson,
	queryNames,
	string,
	text,
} from '../validate.mts';

const MAX_CHATS = 10_000;
const FIELDS = [
	'projectId',
	'priority',
	'storageId',
	'bucket',
	'numberOfConversations',
	'namingStrategy',
	'llmConfig',
	'file',
	'conversations',
	'batches',
];

/** Contract 2.6: the conversations file. */
const conversations = arrayOf(
	openShape({
		messages: arrayOf(openShape({ id: text, content: string, user: openShape({ role: text }) })),
	}),
);

function jsonField<T>(form: FormData, name: string, check: Check<T>): T | undefined {
	const value = fieldText(form, name);
	return value === undefined ? undefined : check(parseJson(value, name), name);
}

function countOf(form: FormData): number {
	const count = fieldText(form, 'numberOfConversations');
	if (count === undefined) throw badRequest('"numberOfConversations" is required.');
	return integer(1, MAX_CHATS)(
		/^\d+$/.test(count) ? Number(count) : count,
		'numberOfConversations',
	);
}

/** The conversations to create: those of the file or field, otherwise empty ones. */
async function conversationsOf(form: FormData): Promise<unknown[]> {
	const [file, second] = fieldFiles(form, 'file');
	if (second !== undefined) throw badRequest('"file" is given more than once.');
	const given =
		file === undefined
			? jsonField(form, 'conversations', conversations)
			: conversations(parseJson((await bytesOf(file)).toString('utf8'), 'file'), 'file');
	if (given === undefined) return Array.from({ length: countOf(form) }, () => ({ messages: [] }));
	if (given.length > MAX_CHATS) throw badRequest(`At most ${MAX_CHATS} conversations per call.`);
	return given;
}

function addChat(
	core: HubCore,
	project: Project,
	conversation: unknown,
	common: { priority: number; batches: string[] },
): void {
	const name = randomUUID();
	const path = `/${project._id}/conversations/${name}.json`;
	const data = core.storage.put(path, JSON.stringify(conversation), 'application/json');
	delayVisibility(core, createAsset(core, project, { externalId: name, data, ...common }).asset);
}

async function uploadChats(core: HubCore, projectId: string, form: FormData): Promise<number> {
	checkFields(form, FIELDS);
	const project = core.state.project(projectId);
	if (fieldText(form, 'projectId') !== projectId)
		throw badRequest('"projectId" is not the project.');
	jsonField(form, 'namingStrategy', object({ type: oneOf('random') }));
	jsonField(form, 'llmConfig', openObject);
	const storageId = fieldText(form, 'storageId');
	if (storageId !== undefined) core.state.find(core.state.storages, 'storage', storageId);
	const priority = jsonField(form, 'priority', integer(-1000, 1000)) ?? 0;
	const batches = batchIds(project, queryNames(fieldText(form, 'batches') ?? '', 'batches'));
	const chats = await conversationsOf(form);
	for (const chat of chats) addChat(core, project, chat, { priority, batches });
	return chats.length;
}

/** Contract 2.6. Refusals carry an `error` object (1.4). */
export const chatRoutes = [
	route(
		{ method: 'POST', path: '/v2/project/:projectId/chat', platform: 'current', form: true },
		async ({ core, params, form }) => {
			try {
				return { assets: { assetsCreated: await uploadChats(core, params.projectId, form) } };
			} catch (error) {
				if (!(error instanceof HubError)) throw error;
				const { status, message } = error;
				throw new HubError(status, message, { error: { statusCode: status } });
			}
		},
	),
];
