import type { IDataObject, IHookFunctions, IHttpRequestOptions } from 'n8n-workflow';
import {
	isRegistered,
	keepRegistration,
	register,
} from '../../nodes/AngoHubTrigger/legacyWebhook.ts';

/** A trigger on the legacy platform, as n8n shows it to the hooks of a webhook. */
function trigger(stored: IDataObject = {}) {
	const parameters: IDataObject = { source: 'legacy', project: 'p1', types: ['COMPLETED'] };
	const sent: IDataObject[] = [];
	const hook = {
		url: 'https://n8n.example/webhook/1',
		getNode: () => ({ name: 'Trigger', type: 'angoHubTrigger', parameters }),
		getTimezone: () => 'Etc/UTC',
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getWorkflowStaticData: () => stored,
		getNodeWebhookUrl: () => hook.url,
		getActivationMode: () => 'activate',
		getCredentials: async () => ({ region: 'legacy', apiKey: 'k' }),
		logger: { warn: jest.fn() },
		helpers: {
			httpRequestWithAuthentication: async (_type: string, { body }: IHttpRequestOptions) => {
				sent.push(body as IDataObject);
				return { statusCode: 200, headers: {}, body: { status: 'success', data: {} } };
			},
		},
	};
	return { hook: hook as typeof hook & IHookFunctions, parameters, sent, stored };
}

describe('the registration of a legacy webhook', () => {
	it('is remembered with its secret', async () => {
		const { hook, sent, stored } = trigger();

		expect(await isRegistered(hook)).toBe(false);
		expect(await register(hook)).toBe(true);

		expect(sent).toEqual([
			{ url: hook.url, project: 'p1', types: ['COMPLETED'], secret: stored.secret },
		]);
		expect(await isRegistered(hook)).toBe(true);
	});

	it('is only added to by events that are new', async () => {
		const { hook, parameters, sent } = trigger();
		await register(hook);
		parameters.types = ['COMPLETED', 'UPDATED'];

		expect(await isRegistered(hook)).toBe(false);
		await register(hook);

		expect(sent.map(({ types }) => types)).toEqual([['COMPLETED'], ['UPDATED']]);
		expect(sent[1].secret).toBe(sent[0].secret);
		expect(await isRegistered(hook)).toBe(true);
	});

	it.each([
		['project', (t: ReturnType<typeof trigger>) => void (t.parameters.project = 'p2')],
		['URL', (t: ReturnType<typeof trigger>) => void (t.hook.url = 'https://n8n.example/webhook/2')],
	])('is made anew for another %s', async (_name, change) => {
		const one = trigger();
		await register(one.hook);

		change(one);

		expect(await isRegistered(one.hook)).toBe(false);
	});

	it('holds when fewer events are wanted, and after deactivation', async () => {
		const { hook, parameters, stored } = trigger();
		parameters.types = ['COMPLETED', 'UPDATED'];
		await register(hook);
		const before = structuredClone(stored);
		parameters.types = ['UPDATED'];

		keepRegistration(hook);

		expect(stored).toEqual(before);
		expect(await isRegistered(hook)).toBe(true);
		expect(hook.logger.warn).toHaveBeenCalledTimes(1);
	});
});
