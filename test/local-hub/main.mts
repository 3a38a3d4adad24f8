import { parseArgs } from 'node:util';
import type { Platform } from './index.mts';
import { startLocalHub } from './index.mts';

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '0' },
		'storage-port': { type: 'string', default: '0' },
		platform: { type: 'string', default: 'current' },
		'api-key': { type: 'string' },
	},
});

if (values.platform !== 'current' && values.platform !== 'legacy') {
	throw new Error('--platform is "current" or "legacy".');
}

const hub = await startLocalHub({
	port: Number(values.port),
	storagePort: Number(values['storage-port']),
	platform: values.platform as Platform,
	apiKey: values['api-key'],
});

const { url, storageUrl, apiKey, platform } = hub;
console.log(`Local hub:  ${url}`);
console.log(`Storage:    ${storageUrl}`);
console.log(`API key:    ${apiKey}`);
console.log(JSON.stringify({ url, storageUrl, apiKey, platform }));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => void hub.stop());
}
